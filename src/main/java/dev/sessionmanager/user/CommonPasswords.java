package dev.sessionmanager.user;

import dev.sessionmanager.text.Folding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.util.function.SingletonSupplier;

/**
 * Passwords that are tried first by whoever guesses: the most used ones of public lists, and the
 * user's own name. Case, accents and full-width letters make no other password of them. Any thread.
 */
final class CommonPasswords {

  private static final String FILE = "/user/common-passwords.txt";

  /** A line each, folded. Found in some 30 µs; as a set it would take ten times the memory. */
  private static final SingletonSupplier<String> LINES =
      SingletonSupplier.of(CommonPasswords::read);

  private static final Pattern AROUND_A_NAME = Pattern.compile("^[^\\p{L}]+|[^\\p{L}]+$");

  private CommonPasswords() {}

  /** Whether everybody knows this password. */
  static boolean contain(String password) {
    String folded = Folding.plain(password);
    return folded.indexOf('\n') < 0 && LINES.obtain().contains('\n' + folded + '\n');
  }

  /** Whether it is the user's own name, or the name with digits and signs around it. */
  static boolean areTheName(String username, String password) {
    String name = Folding.plain(username);
    String folded = Folding.plain(password);
    String bare = bare(name);
    return folded.equals(name) || (!bare.isEmpty() && bare(folded).equals(bare));
  }

  private static String bare(String text) {
    return AROUND_A_NAME.matcher(text).replaceAll("");
  }

  private static String read() {
    try (InputStream file = CommonPasswords.class.getResourceAsStream(FILE)) {
      return '\n' + new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of our own jar
    }
  }
}
