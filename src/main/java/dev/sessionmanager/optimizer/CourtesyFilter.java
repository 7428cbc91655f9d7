package dev.sessionmanager.optimizer;

import dev.sessionmanager.text.Language;
import dev.sessionmanager.text.TextWords;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Takes courtesies and fillers out of a text where that is safe: at the edges of sentences, and
 * between commas. One pass over the text; {@link Optimizer} repeats it until nothing changes.
 */
final class CourtesyFilter {

  /** The words of the longest thanks, and some more. */
  private static final int WORDS_OF_AN_ENDING = 8;

  private final String text;
  private final BitSet fixed;
  private final LanguageRules rules;
  private final TextEdits edits;

  /** Where the sentences began that were dropped just before this one; -1 when none were. */
  private int begun = -1;

  private CourtesyFilter(String text, LanguageRules rules) {
    this.text = text;
    this.rules = rules;
    this.fixed = ProtectedText.fixed(text);
    this.edits = new TextEdits(text, fixed);
  }

  static String without(String text, LanguageRules rules) {
    return new CourtesyFilter(text, rules).run();
  }

  private String run() {
    List<Sentences.Sentence> sentences = Sentences.of(text, fixed);
    int last = withoutThanks(sentences);
    for (int i = 0; i <= last; i++) {
      int next = i < last ? sentences.get(i + 1).start() : text.length();
      edit(sentences.get(i), next, i == 0, i == last);
    }
    return edits.apply();
  }

  /** Drops thanks and farewells from the end; gives the index of the last sentence that stays. */
  private int withoutThanks(List<Sentences.Sentence> sentences) {
    int last = sentences.size() - 1;
    while (last >= 0) {
      Sentences.Sentence sentence = sentences.get(last);
      int start = skip(sentence.start(), "¡");
      int end = anyEnd("thanks", start, sentence.end());
      if (end < 0
          || skip(end, "!., ") < sentence.end()
          || fixed.get(sentence.start(), sentence.end()).length() > 0) {
        break;
      }
      edits.delete(last == 0 ? 0 : sentences.get(last - 1).end(), sentence.end());
      last--;
    }
    return last;
  }

  private void edit(Sentences.Sentence sentence, int next, boolean first, boolean last) {
    int from = withoutOpening(sentence, first);
    if (from >= sentence.textEnd()) {
      edits.delete(sentence.start(), next);
      begun = begun < 0 ? sentence.start() : begun;
      return;
    }
    edits.delete(sentence.start(), from);
    if (from > sentence.start() || begun >= 0) {
      capitalise(begun < 0 ? sentence.start() : begun, from);
    }
    begun = -1;
    int to = withoutEnding(from, sentence.textEnd(), last);
    edits.delete(to, sentence.textEnd());
    withoutAsides(from, to);
  }

  /** Where the sentence begins once greetings, openers and requests are gone. */
  private int withoutOpening(Sentences.Sentence sentence, boolean first) {
    int from = sentence.start();
    while (from < sentence.textEnd() && !fixed.get(from)) {
      int after = first ? greeting(from, sentence) : -1;
      after = after < 0 ? please(from, sentence) : after;
      after = after < 0 ? opener(from, sentence) : after;
      after = after < 0 ? request(from, sentence) : after;
      if (after < 0 || fixed.get(from, after).length() > 0) {
        break;
      }
      from = after;
    }
    return from;
  }

  /** A greeting counts only before a punctuation mark or before what is clearly the request. */
  private int greeting(int from, Sentences.Sentence sentence) {
    int start = skip(from, "¡");
    int end = anyEnd("greetings", start, sentence.end());
    if (end < 0) {
      return -1;
    }
    int marks = skip(end, "!");
    if (start > from && marks == end) {
      return -1; // The closing mark stands further on: more than the greeting is exclaimed.
    }
    int after = skip(marks, ",.;…");
    if (after > end || after == sentence.end()) {
      return skip(after, " ");
    }
    int word = skip(after, " ");
    return word > after && beginsRequest(word, sentence) ? word : -1;
  }

  private boolean beginsRequest(int from, Sentences.Sentence sentence) {
    if (from >= sentence.textEnd()) {
      return false;
    }
    String word = wordAt(from);
    return text.charAt(from) == '¿'
        || rules.isVerb(word)
        || Language.isCommon(word)
        || please(from, sentence) >= 0
        || request(from, sentence) >= 0;
  }

  private int please(int from, Sentences.Sentence sentence) {
    int end = anyEnd("please", from, sentence.end());
    if (end < 0) {
      return -1;
    }
    int comma = skip(end, ",");
    int word = skip(comma, " ");
    if (word >= sentence.textEnd()) {
      return sentence.textEnd();
    }
    boolean said =
        comma > end
            || rules.isVerb(wordAt(word))
            || List.of("no", "don't", "do", "never", "nunca").contains(wordAt(word))
            || text.charAt(word) == '¿';
    return said && word > comma ? word : -1;
  }

  private int opener(int from, Sentences.Sentence sentence) {
    int end = anyEnd("openers", from, sentence.end());
    int after = end < 0 ? -1 : skip(end, ",");
    return after > end && end > 0 ? skip(after, " ") : -1;
  }

  /** Where the verb begins behind a polite question, whose question mark becomes a full stop. */
  private int request(int from, Sentences.Sentence sentence) {
    int start = skip(from, "¿");
    int verb = requestedVerb(start, sentence);
    if (verb < 0) {
      return -1;
    }
    int question = text.indexOf('?', verb);
    boolean asks = question >= 0 && question < sentence.end();
    boolean whole = asks && question >= sentence.textEnd() && !fixed.get(question);
    if (asks ? !whole || offersAChoice(verb, sentence) : start > from) {
      return -1;
    }
    if (asks) {
      edits.delete(question + 1, sentence.end());
      edits.replace(question, ".");
    }
    return verb;
  }

  private int requestedVerb(int start, Sentences.Sentence sentence) {
    int end = anyEnd("requests", start, sentence.end());
    boolean polite = end >= 0;
    end = polite ? end : anyEnd("requests-with-please", start, sentence.end());
    if (end < 0) {
      return -1;
    }
    int word = skip(skip(end, ","), " ");
    int please = anyEnd("please", word, sentence.end());
    if (please >= 0) {
      word = skip(skip(please, ","), " ");
    }
    boolean asked = please >= 0 || (polite && text.startsWith(" ", end));
    return asked && word < sentence.textEnd() && rules.isVerb(wordAt(word)) ? word : -1;
  }

  private boolean offersAChoice(int from, Sentences.Sentence sentence) {
    String rest = text.substring(from, sentence.end()).toLowerCase(Locale.ROOT);
    return rest.contains(", or ") || rest.contains(", o ") || rest.contains("¿");
  }

  /** Where the sentence's text ends once a please (or, in the last one, thanks) is gone. */
  private int withoutEnding(int from, int textEnd, boolean last) {
    int to = textEnd;
    while (true) {
      int shorter = last ? endingStart("thanks", from, to, true) : -1;
      shorter = shorter < 0 ? endingStart("please", from, to, false) : shorter;
      if (shorter <= from) {
        return to;
      }
      to = shorter;
    }
  }

  /** Where the longest of the phrases begins that ends the text before {@code to}; -1: none. */
  private int endingStart(String list, int from, int to, boolean needsComma) {
    InstructionText ending = new InstructionText(text, to, true);
    int longest = -1;
    int start = to + 1;
    for (int words = 0; words < WORDS_OF_AN_ENDING; words++) {
      start = text.lastIndexOf(' ', start - 2) + 1;
      if (start <= from + 1 || fixed.get(start - 1, to).length() > 0) {
        break;
      }
      if (ending.end(rules.patterns(list), start) == to) {
        boolean comma = text.charAt(start - 2) == ',' && !fixed.get(start - 2);
        if (comma) {
          longest = start - 2;
        } else if (!needsComma
            && !rules.words("mentions").contains(TextWords.before(text, start - 1))) {
          longest = start - 1;
        }
      }
    }
    return longest;
  }

  /** Pleases and fillers between two commas, and between a verb and its object. */
  private void withoutAsides(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == ' ' && !fixed.get(i)) {
        boolean comma = i > from && text.charAt(i - 1) == ',' && !fixed.get(i - 1);
        int end = aside(i + 1, to, comma);
        if (end >= 0) {
          boolean verb = comma && rules.isVerb(TextWords.before(text, i - 1));
          edits.delete(verb ? i - 1 : i, end);
          i = end - 1;
        }
      }
    }
  }

  /** Where the aside that begins here ends, the comma behind it included; -1 when none does. */
  private int aside(int start, int to, boolean afterComma) {
    int hedge = anyEnd("hedges", start, to);
    if (hedge >= 0 && isHedged(TextWords.before(text, start - 1), hedge)) {
      return hedge;
    }
    int please = anyEnd("please", start, to);
    int end = please < 0 && afterComma ? anyEnd("asides", start, to) : please;
    if (end < 0 || end >= to || fixed.get(start, end + 1).length() > 0) {
      return -1;
    }
    if (afterComma) {
      return text.charAt(end) == ',' ? end + 1 : -1;
    }
    String before = TextWords.before(text, start - 1);
    boolean object =
        text.charAt(end) == ' ' && rules.words("determiners").contains(wordAt(end + 1));
    return object && rules.isVerb(before) && !rules.words("mentions").contains(before) ? end : -1;
  }

  /** "I kind of need", but not "the kind of book" nor "that is kind of you". */
  private boolean isHedged(String before, int end) {
    return rules.words("hedged-before").contains(before)
        && rules.words("hedged-behind").contains(wordAt(skip(end, " ")));
  }

  /** Gives the capital of the dropped words to the next word, where that is surely no name. */
  private void capitalise(int start, int from) {
    int old = skip(start, "¿¡");
    boolean capital = old > start || Character.isUpperCase(text.charAt(old));
    String word = wordAt(from);
    boolean plain = rules.isVerb(word) || Language.isCommon(word);
    int end = from + word.length();
    boolean lower = text.substring(from, end).chars().noneMatch(Character::isUpperCase);
    if (capital && plain && lower && InstructionText.endsWord(text, end)) {
      edits.replace(from, text.substring(from, from + 1).toUpperCase(Locale.ROOT));
    }
  }

  private String wordAt(int start) {
    return TextWords.at(text, start);
  }

  private int anyEnd(String list, int start, int limit) {
    return InstructionText.end(rules.patterns(list), text, start, limit);
  }

  private int skip(int from, String characters) {
    int i = from;
    while (i < text.length() && !fixed.get(i) && characters.indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }
}
