package dev.sessionmanager.text;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How Spanish addresses the one who reads. The message bundles are written in the form of {@link
 * #USTED}; what reads differently in the other two stands in a bundle of its own, which a locale
 * chooses by its variant: {@code es-tuteo}, {@code es-voseo}.
 */
public enum Address {
  USTED("usted", ""),
  TU("tu", "-tuteo"),
  VOS("vos", "-voseo");

  /** The words by which a form is known; read when the first text is looked at. */
  private static final class Known {

    private static final WordFile FILE = WordFile.read("text/address.yaml");
    private static final Set<String> VOS_WORDS = FILE.words("vos");
    private static final Set<String> TU_WORDS = FILE.words("tu");
    private static final Set<String> USTED_WORDS = FILE.words("usted");
  }

  private final String code;
  private final String variant;

  Address(String code, String variant) {
    this.code = code;
    this.variant = variant;
  }

  /** The form of this name, with or without its accent; null where there is none. */
  public static @Nullable Address coded(String name) {
    String plain = Folding.plain(name);
    for (Address address : values()) {
      if (address.code.equals(plain)) {
        return address;
      }
    }
    return null;
  }

  /** The form that most of a text's telling words are of; null where none leads. */
  public static @Nullable Address in(String text) {
    int vos = 0;
    int tu = 0;
    int usted = 0;
    for (String word : TextWords.of(text)) {
      vos += Known.VOS_WORDS.contains(word) ? 1 : 0;
      tu += Known.TU_WORDS.contains(word) ? 1 : 0;
      usted += Known.USTED_WORDS.contains(word) ? 1 : 0;
    }
    if (vos > tu && vos > usted) {
      return VOS;
    }
    return tu > vos && tu > usted ? TU : usted > vos && usted > tu ? USTED : null;
  }

  /** The locale whose sentences are in this form; the same where its language has no such forms. */
  public Locale of(Locale language) {
    return language.getLanguage().equals("es") ? Locale.forLanguageTag("es" + variant) : language;
  }
}
