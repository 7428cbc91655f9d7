package dev.sessionmanager.channel.chatwoot;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Single values of Chatwoot's JSON; whatever is of another type is read as not given. */
final class JsonValues {

  private JsonValues() {}

  /** A text or a number as text; empty for anything else. */
  static String text(JsonNode node) {
    return node.isString() || node.isNumber() ? node.asString() : "";
  }

  /** A number as digits, also one written as text; null where there is none. */
  static @Nullable String id(JsonNode node) {
    String text = text(node);
    return text.matches("[1-9][0-9]{0,18}") ? text : null;
  }

  /** A message's id: digits today; anything that cannot be mistaken for a path will do. */
  static @Nullable String key(JsonNode node) {
    String text = text(node);
    return text.matches("[A-Za-z0-9_-]{1,64}") ? text : null;
  }

  /** The ids that are given, each once; a set that can be added to. */
  static Set<String> ids(JsonNode... nodes) {
    return Stream.of(nodes)
        .map(JsonValues::id)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
