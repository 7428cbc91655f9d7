package dev.sessionmanager.text;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The languages that the rooms have rules and words for. */
public enum Language {
  SPANISH("es"),
  ENGLISH("en"),
  /** Any other language, or none that could be told. */
  OTHER("other");

  /** The words by which a language is known; read when the first text is looked at. */
  private static final class Known {

    private static final WordFile FILE = WordFile.read("text/languages.yaml");
    private static final Set<String> SPANISH = FILE.words("spanish");
    private static final Set<String> ENGLISH = FILE.words("english");
    private static final Set<String> SPANISH_NOUNS = FILE.words("spanish-nouns");
    private static final Set<String> ENGLISH_NOUNS = FILE.words("english-nouns");
    private static final Set<String> NEIGHBOURS = FILE.words("neighbours");
  }

  private final String code;

  Language(String code) {
    this.code = code;
  }

  /** ISO 639-1, or "other". */
  public String code() {
    return code;
  }

  /** The language with this code; null where we have no such language. */
  public static @Nullable Language coded(String code) {
    return code.equals("es") ? SPANISH : code.equals("en") ? ENGLISH : null;
  }

  /** The language most of a text's known words belong to; OTHER when none leads. */
  public static Language of(String text) {
    int spanish = text.indexOf('¿') >= 0 || text.indexOf('¡') >= 0 ? 2 : 0;
    int english = 0;
    int other = 0;
    for (String word : TextWords.of(text)) {
      boolean own = Known.SPANISH.contains(word) || Known.SPANISH_NOUNS.contains(word);
      spanish += own || word.indexOf('ñ') >= 0 ? 1 : 0;
      english += Known.ENGLISH.contains(word) || Known.ENGLISH_NOUNS.contains(word) ? 1 : 0;
      other += Known.NEIGHBOURS.contains(word) ? 2 : 0;
    }
    if (spanish > english && spanish > other) {
      return SPANISH;
    }
    return english > spanish && english > other ? ENGLISH : OTHER;
  }

  /** Whether a folded word is so common in Spanish or English that it says nothing. */
  public static boolean isCommon(String word) {
    return Known.SPANISH.contains(word) || Known.ENGLISH.contains(word);
  }
}
