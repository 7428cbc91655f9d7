package dev.sessionmanager.channel.responses;

import dev.sessionmanager.server.ServerSentEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A response as server-sent events, each flushed. Numbers count the events before, and the chars of
 * their deltas: a number says how much of the answer its reader has, however its pieces were cut,
 * so that whoever comes back with the number goes on at the very char, from the running answer or
 * from the log. A client that has gone shows as an {@link UncheckedIOException}. One thread.
 */
final class ResponseStream implements OutputItem.Events {

  private final ServerSentEvents events;
  private final JsonMapper json;

  /** The last number that the reader has; -1 for a reader who begins. */
  private final long startingAfter;

  private long next;

  ResponseStream(ServerSentEvents events, JsonMapper json, long startingAfter) {
    this.events = events;
    this.json = json;
    this.startingAfter = startingAfter;
  }

  ServerSentEvents events() {
    return events;
  }

  @Override
  public void event(String type, int weight, Map<String, Object> members) {
    long first = next;
    next += weight;
    long number = next - 1;
    if (number <= startingAfter) {
      return;
    }
    Map<String, Object> left = members;
    int read = (int) (startingAfter + 1 - first);
    if (read > 0 && members.get("delta") instanceof String delta) {
      left = new LinkedHashMap<>(members);
      left.put("delta", delta.substring(read));
    }
    write(type, number, left);
  }

  /** The end, which every reader gets, even one who claims to have read more. */
  void last(String type, Map<String, Object> response) {
    next = Math.max(next, startingAfter + 1);
    event(type, "response", response);
  }

  private void write(String type, long number, Map<String, Object> members) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", type);
    event.put("sequence_number", number);
    event.putAll(members);
    try {
      events.event(type, json.writeValueAsBytes(event));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
