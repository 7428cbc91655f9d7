package dev.sessionmanager.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of an API key has said about its limits; null for what they have not.
 *
 * @param atOnce answers being made at once; null for {@code admission.per-key-max}
 * @param perMinute requests within a minute; null for {@code admission.per-key-minute}
 * @param persons whether the key speaks for many people, and its requests say for whom: then each
 *     of them has the limits of a person beside those of the key
 */
public record KeyLimits(
    @Nullable Integer atOnce, @Nullable Integer perMinute, @Nullable Boolean persons) {

  /** The most that an owner can say; what a key gets at most is the operator's to say. */
  public static final int AT_ONCE_MAX = 1000;

  /** As {@link #AT_ONCE_MAX}. */
  public static final int PER_MINUTE_MAX = 1_000_000;

  public static final KeyLimits NONE = new KeyLimits(null, null, null);

  /** Of members of a request that were checked: whole numbers, and true or false. */
  public static KeyLimits read(
      @Nullable Object atOnce, @Nullable Object perMinute, @Nullable Object persons) {
    return new KeyLimits(whole(atOnce), whole(perMinute), (Boolean) persons);
  }

  private static @Nullable Integer whole(@Nullable Object value) {
    return value == null ? null : ((Number) value).intValue();
  }

  /** Of a row of sessions. */
  static KeyLimits row(ResultSet row) throws SQLException {
    Integer persons = whole(row, "persons");
    return new KeyLimits(
        whole(row, "at_once"), whole(row, "per_minute"), persons == null ? null : persons != 0);
  }

  private static @Nullable Integer whole(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  public boolean isEmpty() {
    return equals(NONE);
  }

  /** These with what a change says. */
  KeyLimits changed(KeyLimits change) {
    return new KeyLimits(
        change.atOnce == null ? atOnce : change.atOnce,
        change.perMinute == null ? perMinute : change.perMinute,
        change.persons == null ? persons : change.persons);
  }
}
