package dev.sessionmanager.text;

import java.text.Normalizer;
import java.util.Locale;

/**
 * How text becomes comparable: lower case, without accents. {@link #plain} is the thorough way; the
 * constants fold letter by letter, so that a place in the folded text is the same place in the
 * text. Pure functions, linear in the length of the text.
 */
public enum Folding {
  /** The ñ stays a letter of its own: año is not ano. */
  ENYE_KEPT,
  /** The ñ becomes an n, as people without Spanish keys write it. */
  ENYE_FOLDED;

  private static final String ACCENTED = "áàâãéèêíìóòôõúùüç’";
  private static final String BARE = "aaaaeeeiioooouuuc'";

  /** One letter, folded. A typographic apostrophe becomes a straight one. */
  public char of(char c) {
    char lower = Character.toLowerCase(c);
    if (lower < 128) {
      return lower;
    }
    if (lower == 'ñ') {
      return this == ENYE_KEPT ? 'ñ' : 'n';
    }
    int accented = ACCENTED.indexOf(lower);
    return accented < 0 ? lower : BARE.charAt(accented);
  }

  /** A text, folded letter by letter: its length never changes. */
  public String of(CharSequence text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      folded.append(of(text.charAt(i)));
    }
    return folded.toString();
  }

  /**
   * A text without accents of any kind (ñ becomes n), compatibility forms (ﬁ, full width),
   * invisible characters and capitals. Its length may change.
   */
  public static String plain(CharSequence text) {
    String spread = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    StringBuilder plain = new StringBuilder(spread.length());
    for (int i = 0; i < spread.length(); i++) {
      int type = Character.getType(spread.charAt(i));
      if (type != Character.NON_SPACING_MARK && type != Character.FORMAT) {
        plain.append(spread.charAt(i));
      }
    }
    return plain.toString();
  }
}
