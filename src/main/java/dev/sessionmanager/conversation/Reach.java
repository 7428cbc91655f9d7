package dev.sessionmanager.conversation;

import java.util.Map;
import java.util.function.Predicate;

/**
 * Whose conversations somebody may reach: those of one owner, or of all owners whose names begin
 * alike. An owner is a user's id; of everybody without a login it is a path that begins with the
 * channel, like {@code /whatsapp/joyeria/5491122334455@s.whatsapp.net}.
 *
 * @param owners the owner; or what the owners begin with, to a slash
 * @param below whether the owners are meant that begin so
 */
public record Reach(String owners, boolean below) implements Predicate<String> {

  /** Everybody without a login: guests, and the customers of messaging channels. */
  public static final Reach GUESTS = below("/");

  public static Reach of(String owner) {
    return new Reach(owner, false);
  }

  /**
   * All owners below a path.
   *
   * @param path that ends with a slash
   */
  public static Reach below(String path) {
    return new Reach(path, true);
  }

  /**
   * What a user reaches by an API key: their own, and that of the people for whom the key speaks,
   * owners below theirs; such a one reaches what is theirs, and what is nobody's in particular.
   * Everybody else reaches their own alone.
   */
  public static Predicate<String> byKey(String owner) {
    int user = owner.isEmpty() ? 0 : owner.indexOf('/');
    return switch (user) {
      case -1 -> of(owner).or(below(owner + '/'));
      case 0 -> of(owner);
      default -> of(owner).or(of(owner.substring(0, user)));
    };
  }

  @Override
  public boolean test(String owner) {
    return below ? owner.startsWith(owners) : owner.equals(owners);
  }

  /** As a condition of SQL, which an index on the column serves; with {@link #parameters}. */
  String condition(String column) {
    return below ? "%1$s >= :owner and %1$s < :behind".formatted(column) : column + " = :owner";
  }

  /** What follows the slash in the order of characters, 0, is where all paths below have ended. */
  Map<String, String> parameters() {
    return Map.of("owner", owners, "behind", owners.substring(0, owners.length() - 1) + '0');
  }
}
