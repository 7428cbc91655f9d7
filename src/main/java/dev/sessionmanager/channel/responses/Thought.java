package dev.sessionmanager.channel.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a model thought, on its way back up to the model: some servers refuse the next turn of tools
 * without it. A client that keeps nothing with us brings it along as {@code encrypted_content}; it
 * is no secret, for the client has read it, only the one member that every client hands back as it
 * came.
 *
 * @param name what the model's server calls it
 */
record Thought(String name, String text) {

  private static final Set<String> NAMES =
      Set.of("reasoning_content", "reasoning", "reasoning_text", "thinking");

  /** What most servers call it. */
  static final String USUAL = "reasoning_content";

  /** The member of ours that says what else the server calls it. */
  static final String NAME = "reasoning_name";

  private static final String OURS = "sm1.";

  /** What a client hands back names no other member of a message. */
  Thought {
    name = NAMES.contains(name) ? name : USUAL;
  }

  /** As {@code encrypted_content}. */
  String packed() {
    byte[] whole = (name + '\n' + text).getBytes(UTF_8);
    return OURS + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  /** Of a reasoning item; empty where another service has sealed it, or where it says nothing. */
  static Optional<Thought> of(Map<String, Object> item) {
    String packed = Members.said(item, "encrypted_content");
    if (packed.startsWith(OURS)) {
      return unpacked(packed);
    }
    String name = Members.text(item, NAME);
    String text =
        Stream.of("content", "summary")
            .map(member -> words(Members.list(item, member)))
            .filter(words -> !words.isEmpty())
            .findFirst()
            .orElse("");
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new Thought(name == null ? USUAL : name, text));
  }

  private static Optional<Thought> unpacked(String packed) {
    try {
      String whole =
          new String(Base64.getUrlDecoder().decode(packed.substring(OURS.length())), UTF_8);
      int end = whole.indexOf('\n');
      return end < 0
          ? Optional.empty()
          : Optional.of(new Thought(whole.substring(0, end), whole.substring(end + 1)));
    } catch (IllegalArgumentException broken) {
      return Optional.empty();
    }
  }

  private static String words(List<?> parts) {
    return parts.stream()
        .filter(Map.class::isInstance)
        .map(part -> Members.said(Members.cast(part), "text"))
        .collect(Collectors.joining("\n"));
  }
}
