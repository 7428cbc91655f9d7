package dev.sessionmanager.agent;

import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.text.WordRow;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message that says nothing but what else is wanted of the answer before it: "dame un ejemplo",
 * "explicame más", "¿y en JavaScript?", as {@code agent/follow-ups.yaml} says it. Whatever else
 * stands in a message makes it a question of its own. Pure function of the text, linear in its
 * length.
 *
 * @param kind what is wanted
 * @param field the field to which the question is to be moved, as it was written; null for the
 *     other kinds
 */
record FollowUpMessage(Kind kind, @Nullable String field) {

  enum Kind {
    /** An example, or another one. */
    EXAMPLE,
    /** More of it, or once more in simpler words. */
    MORE,
    /** The steps were tried and did not help. */
    STILL,
    /** The same in another field. */
    FIELD
  }

  /** Longer messages say something of their own. */
  private static final int WORDS_MAX = 16;

  private static final int CHARS_MAX = 200;

  /** The words, read when the first text is looked at. */
  private static final class Words {

    private static final WordFile FILE = WordFile.read("agent/follow-ups.yaml");
    private static final Set<String> BESIDE = FILE.words("beside");
    private static final Set<String> EXAMPLE = FILE.words("example");
    private static final Set<String> MORE = FILE.words("more");
    private static final Set<String> STILL = FILE.words("still");
    private static final Set<String> FIELDS = FILE.words("fields");
    private static final Set<String> ONWARD = FILE.words("onward");
    private static final Set<String> PLACES = FILE.words("places");
  }

  /** What a message wants of the answer before it; null where it is a question of its own. */
  static @Nullable FollowUpMessage in(String text) {
    List<String> words = words(text);
    if (words.isEmpty() || words.size() > WORDS_MAX) {
      return null;
    }
    String field = null;
    String place = null;
    Kind kind = null;
    for (String word : words) {
      if (Words.FIELDS.contains(word)) {
        field = word;
      } else if (Words.PLACES.contains(word)) {
        place = word;
      } else if (Words.EXAMPLE.contains(word)) {
        kind = Kind.EXAMPLE;
      } else if (Words.STILL.contains(word)) {
        kind = kind == Kind.EXAMPLE ? kind : Kind.STILL;
      } else if (Words.MORE.contains(word)) {
        kind = kind == null ? Kind.MORE : kind;
      } else if (!Words.BESIDE.contains(word)) {
        return null;
      }
    }
    if (field != null) {
      return new FollowUpMessage(Kind.FIELD, field);
    }
    boolean elsewhere = place != null && kind != Kind.EXAMPLE; // "¿y en México?" is a question
    return kind == null || elsewhere ? null : new FollowUpMessage(kind, null);
  }

  /** Whether a message goes on from the one before: "¿y cómo lo subo?" */
  static boolean goesOn(String text) {
    List<String> words = words(text);
    return !words.isEmpty()
        && words.size() <= WORDS_MAX
        && Words.ONWARD.contains(words.getFirst())
        && words.stream().noneMatch(Words.FIELDS::contains);
  }

  /** The field that a text names, as it is written there; null where it names none. */
  static @Nullable String field(String text) {
    return words(text).stream().filter(Words.FIELDS::contains).findFirst().orElse(null);
  }

  /** A text without the fields that it names, and the word before each of them: "en Python". */
  static String withoutField(String text) {
    StringBuilder rest = new StringBuilder();
    String before = "";
    for (String word : text.strip().split("[\\s?!¿¡]+", -1)) {
      if (Words.FIELDS.contains(String.join("", words(word)))) {
        before = "";
      } else {
        rest.append(before.isEmpty() ? "" : before + ' ');
        before = word;
      }
    }
    return rest.append(before).toString().strip();
  }

  private static List<String> words(String text) {
    return text.length() > CHARS_MAX ? List.of() : WordRow.of(text).words();
  }
}
