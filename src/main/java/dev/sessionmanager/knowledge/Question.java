package dev.sessionmanager.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers one question from a shelf. "Diferencia entre PIB nominal y real" is two questions, PIB
 * nominal and PIB real, where no entry is called like the whole.
 */
final class Question {

  /** Words that join two names. */
  private static final Pattern AND = Pattern.compile("(?iu)\\s+(?:y|e|o|u|and|or)\\s+");

  /** Words and marks that join the parts of a comparison; elsewhere they mean other things. */
  private static final Pattern VERSUS =
      Pattern.compile(
          "(?iu)\\s+(?:y|e|o|u|and|or|vs\\.?|versus|con|contra|frente\\s+a|with)\\s+|,");

  /** Words of a comparison: its parts are wanted even where an entry is called like the whole. */
  private static final Pattern COMPARES =
      Pattern.compile("(?iu)\\b(?:diferenci|distin|compar|versus\\b|vs\\b|differen)");

  /** Parts of a comparison, at most: more of them are a list. */
  private static final int MAX_PARTS = 3;

  private final Shelf shelf;
  private final int maxTerms;

  Question(Shelf shelf, int maxTerms) {
    this.shelf = shelf;
    this.maxTerms = maxTerms;
  }

  List<Passage> answer(String question, int max) {
    List<Entry> said = shelf.named(question);
    if (!said.isEmpty()) {
      Entry exact = shelf.exactly(question);
      said = exact == null ? said : List.of(exact);
      return said.stream()
          .limit(max)
          .map(entry -> passage(entry, 1, !Subjects.others(question, entry)))
          .toList();
    }
    List<Rating> ranked = shelf.rank(terms(question));
    boolean sure =
        sure(ranked) && (!substance(question).isEmpty() || shelf.exactly(question) != null);
    boolean compares = COMPARES.matcher(question).find();
    boolean named = sure && ranked.getFirst().whole() && !compares;
    List<Rating> parts = named ? List.of() : parts(question, compares);
    List<Passage> passages = new ArrayList<>();
    for (Rating part : parts) {
      passages.add(passage(part, !Subjects.others(question, part.entry())));
    }
    for (Rating rating : ranked) {
      if (parts.stream().noneMatch(part -> part.entry().equals(rating.entry()))) {
        boolean first = sure && parts.isEmpty() && passages.isEmpty();
        passages.add(passage(rating, first && !Subjects.others(question, rating.entry())));
      }
    }
    return List.copyOf(passages.subList(0, Math.clamp(max, 0, passages.size())));
  }

  /**
   * What each part finds, in their order; empty where one finds nothing for sure. Where nothing
   * says that it is a comparison, the parts must be names and nothing more.
   */
  private List<Rating> parts(String question, boolean compares) {
    String[] parts = (compares ? VERSUS : AND).split(question, MAX_PARTS + 1);
    List<Rating> found = new ArrayList<>();
    if (parts.length < 2 || parts.length > MAX_PARTS) {
      return found;
    }
    List<String> first = substance(parts[0]);
    List<String> last = substance(parts[parts.length - 1]);
    for (String part : parts) {
      Rating own = found.isEmpty() ? best(first) : best(first, substance(part));
      // "fiscal and monetary policy": what they are is said once, at the end
      Rating best = own == null ? headed(substance(part), last) : own;
      if (best == null || !(compares || best.whole())) {
        return List.of();
      }
      if (found.stream().noneMatch(other -> other.entry().equals(best.entry()))) {
        found.add(best);
      }
    }
    return found;
  }

  /** Of "PIB nominal" and "real", what "real" or "PIB real" finds, whichever fits better. */
  private @Nullable Rating best(List<String> first, List<String> part) {
    Rating alone = best(part);
    if (part.size() >= first.size()) {
      return alone;
    }
    List<String> completed = new ArrayList<>(first.subList(0, first.size() - part.size()));
    completed.addAll(part);
    Rating more = best(completed);
    return more == null || (alone != null && alone.score() > more.score()) ? alone : more;
  }

  /** Of "fiscal" and "monetary policy", what "fiscal policy" finds. */
  private @Nullable Rating headed(List<String> part, List<String> last) {
    if (part.isEmpty() || part.size() >= last.size()) {
      return null;
    }
    List<String> completed = new ArrayList<>(part);
    completed.addAll(last.subList(part.size(), last.size()));
    return best(completed);
  }

  private @Nullable Rating best(List<String> terms) {
    List<Rating> ranked = shelf.rank(terms);
    return sure(ranked) ? ranked.getFirst() : null;
  }

  private List<String> substance(String text) {
    return terms(text).stream().filter(term -> !shelf.terms().isFiller(term)).toList();
  }

  private List<String> terms(String text) {
    return shelf.terms().of(text).stream().distinct().limit(maxTerms).toList();
  }

  private static boolean sure(List<Rating> ranked) {
    return !ranked.isEmpty() && ranked.getFirst().sure(ranked.size() > 1 ? ranked.get(1) : null);
  }

  private static Passage passage(Rating rating, boolean sure) {
    return passage(rating.entry(), rating.score(), sure);
  }

  private static Passage passage(Entry entry, double score, boolean sure) {
    return new Passage(entry.id(), entry.title(), entry.text(), entry.source(), score, sure);
  }
}
