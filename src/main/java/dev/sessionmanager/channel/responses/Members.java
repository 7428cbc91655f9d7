package dev.sessionmanager.channel.responses;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of JSON objects, of those that a client sent and of those that we keep. */
final class Members {

  private Members() {}

  /** A text; null where it is absent or something else. */
  static @Nullable String text(Map<String, ?> object, String name) {
    return object.get(name) instanceof String text ? text : null;
  }

  /** A text; {@code ""} where it is absent or something else. */
  static String said(Map<String, ?> object, String name) {
    return Objects.requireNonNullElse(text(object, name), "");
  }

  /** A member object; empty where it is absent or something else. */
  static Map<String, Object> object(Map<String, ?> object, String name) {
    Object member = object.get(name);
    return member instanceof Map<?, ?> ? cast(member) : Map.of();
  }

  /** A list; empty where it is absent or something else. */
  static List<?> list(Map<String, ?> object, String name) {
    return object.get(name) instanceof List<?> list ? list : List.of();
  }

  /** JSON's objects have no other keys than strings. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> cast(Object object) {
    return (Map<String, Object>) object;
  }

  /** An object of these members, in order; a member whose value is null is there, as null. */
  static Map<String, Object> of(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) Objects.requireNonNull(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return nonNull(object);
  }

  /** The annotations know no map with a null here and there; who reads these expects them. */
  @SuppressWarnings({"unchecked", "NullAway"})
  private static Map<String, Object> nonNull(Map<String, @Nullable Object> object) {
    return (Map<String, Object>) (Map<?, ?>) object;
  }
}
