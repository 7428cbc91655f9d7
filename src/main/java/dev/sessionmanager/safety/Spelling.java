package dev.sessionmanager.safety;

import dev.sessionmanager.text.Folding;
import java.util.regex.Pattern;

/**
 * How text becomes comparable, in Spanish and English alike: the words of the rules and the words
 * of a message go through the same steps, so that a word and its usual misspellings fall together.
 *
 * <ol>
 *   <li>{@link #plain}: compatibility forms, accents, invisible characters and capitals go; letters
 *       of other scripts that look Latin become Latin.
 *   <li>{@link #fold}: digits and signs that stand for letters (m4t4r, $uicidio), letters that
 *       sound alike (k/qu/c, s/z/c, b/v, g/j, silent h), stretched letters (moriiiir, kil).
 * </ol>
 *
 * Both are linear in the length of the text and build at most a constant times it.
 */
final class Spelling {

  private static final String LOOKALIKES = "аaеeоoрpсcхxіiуyкkмmтtвbнhѕsјjαaοoεeιiυuκkτtνvρp";
  private static final String LEET = "0o1i3e4a5s7t@a$s";

  private static final Pattern STRETCHED = Pattern.compile("(.)\\1+");

  private Spelling() {}

  /** Lower case, without accents, invisible characters and look-alikes. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder(Folding.plain(text));
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c >= 128) {
        plain.setCharAt(i, replaced(c, LOOKALIKES));
      }
    }
    return plain.toString();
  }

  /** A word of the rules, as the words of a message are compared with it. */
  static String folded(String word) {
    return fold(plain(word.replace("'", "")));
  }

  /** The form by which a plain word is compared. Without a letter it stays as it is. */
  static String fold(String word) {
    boolean letters = word.chars().anyMatch(Character::isLetter);
    if (!letters) {
      return word;
    }
    StringBuilder out = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      char c = replaced(word.charAt(i), LEET);
      char next = i + 1 < word.length() ? replaced(word.charAt(i + 1), LEET) : ' ';
      char last = out.isEmpty() ? ' ' : out.charAt(out.length() - 1);
      boolean soft = next == 'e' || next == 'i';
      switch (c) {
        case 'q' -> {
          c = 'k';
          if (next == 'u') {
            i++; // que, quiero: the u is silent
          }
        }
        case 'c' -> c = soft ? 's' : next == 'h' ? 'c' : 'k';
        case 'z' -> c = 's';
        case 'v' -> c = 'b';
        case 'g' -> c = soft ? 'j' : 'g';
        case 'y' -> c = next == ' ' ? 'i' : 'y';
        default -> {}
      }
      boolean silent = c == 'h' && last != next && "cstwgp".indexOf(last) < 0; // not in "haha"
      if (!silent && c != last) {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** A plain word without its stretched letters, as short forms are looked up. */
  static String squeezed(String word) {
    return STRETCHED.matcher(word).replaceAll("$1");
  }

  private static char replaced(char c, String pairs) {
    for (int i = 0; i < pairs.length(); i += 2) {
      if (pairs.charAt(i) == c) {
        return pairs.charAt(i + 1);
      }
    }
    return c;
  }
}
