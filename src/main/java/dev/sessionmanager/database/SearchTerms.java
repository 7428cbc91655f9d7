package dev.sessionmanager.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.text.Folding;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * The terms of the log's search index. A term is a word, folded, behind a key of whose it is: so a
 * search, which asks for the beginnings of words, reads what one owner has, however much others
 * have that begins alike. Guests' and customers' words stand there once more for whoever reads all
 * of theirs. Pure functions.
 */
public final class SearchTerms {

  /** Hexadecimal digits of a key. Where two owners share one a search only reads more rows. */
  private static final int KEY = 10;

  /** Characters of a word that count: what is longer is no word. */
  private static final int WORD_MAX = 40;

  /** All guests and customers: their owners are paths. */
  private static final String EVERYBODY = "/";

  /**
   * Slashes of a folder that is searched as one: guests of one address, {@code /chat/at/local/}.
   */
  private static final int FOLDER_SLASHES = 4;

  private SearchTerms() {}

  /**
   * What the index keeps of texts: each word once, with spaces between.
   *
   * @param owner whose they are
   */
  public static String of(String owner, String... texts) {
    Set<String> words = new LinkedHashSet<>();
    for (String text : texts) {
      words(text, words);
    }
    StringJoiner terms = new StringJoiner(" ");
    for (String scope : scopes(owner)) {
      String key = key(scope);
      for (String word : words) {
        terms.add(key + word);
      }
    }
    return terms.toString();
  }

  /**
   * What the terms begin with of a text that has these words, whole or as beginnings.
   *
   * @param owners the owner, or what the owners begin with
   * @param below whether the owners are meant that begin so
   * @param max words that count
   */
  public static List<String> beginnings(String owners, boolean below, String words, int max) {
    boolean folder = owners.equals(EVERYBODY) || owners.equals(folder(owners));
    String key = key(below && !folder ? EVERYBODY : owners);
    Set<String> sought = new LinkedHashSet<>();
    words(words, sought);
    return sought.stream().limit(max).map(word -> key + word).toList();
  }

  /** Under what an owner's words are found. */
  private static List<String> scopes(String owner) {
    if (!owner.startsWith(EVERYBODY)) {
      return List.of(owner);
    }
    List<String> scopes = new ArrayList<>(List.of(owner, EVERYBODY));
    String folder = folder(owner);
    if (!folder.isEmpty() && !folder.equals(owner)) {
      scopes.add(folder);
    }
    return scopes;
  }

  /** The folder of a guest's path that is searched as one; empty where it is in none. */
  private static String folder(String owner) {
    int end = -1;
    for (int slashes = 0; slashes < FOLDER_SLASHES; slashes++) {
      end = owner.indexOf('/', end + 1);
      if (end < 0) {
        return "";
      }
    }
    return owner.substring(0, end + 1);
  }

  private static void words(String text, Set<String> words) {
    String plain = Folding.plain(text);
    int begin = -1;
    for (int i = 0; i <= plain.length(); ) {
      int c = i < plain.length() ? plain.codePointAt(i) : ' ';
      if (Character.isLetterOrDigit(c)) {
        begin = begin < 0 ? i : begin;
      } else if (begin >= 0) {
        words.add(cut(plain, begin, i));
        begin = -1;
      }
      i += Character.charCount(c);
    }
  }

  private static String cut(String text, int begin, int end) {
    if (end - begin <= WORD_MAX) {
      return text.substring(begin, end);
    }
    int cut = begin + WORD_MAX;
    return text.substring(begin, Character.isHighSurrogate(text.charAt(cut - 1)) ? cut - 1 : cut);
  }

  private static String key(String scope) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(scope.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, KEY / 2);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }
}
