package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The messages that Evolution keeps: {@code POST /chat/findMessages/{instance}}. 2.x answers {@code
 * {messages: {total, pages, currentPage, records: […]}}}, newest first; since 2.2 it filters by
 * time where both ends are given (channel.service.ts). 1.8 answers a list, newest first, up to
 * {@code limit}, and nothing at all for a filter that it does not know (message.repository.ts).
 * Both keep messages only where they are told to: {@code DATABASE_SAVE_DATA_NEW_MESSAGE}, {@code
 * STORE_MESSAGES}.
 */
final class Store {

  private static final int PAGE = 100;

  /** The provider's clock may be ahead of ours. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final MessengerHttp http;
  private final String path;
  private final MessageReader reader;

  Store(MessengerHttp http, String instance, MessageReader reader) {
    this.http = http;
    this.path = "/chat/findMessages/" + instance;
    this.reader = reader;
  }

  /**
   * Messages since a time, newest first.
   *
   * @param chat of one chat; null for all
   * @param max how many are looked through
   */
  List<JsonNode> since(int version, Instant since, Instant now, @Nullable Jid chat, int max)
      throws DeliveryFailure {
    Map<String, Object> where = new LinkedHashMap<>();
    if (chat != null) {
      where.put("key", Map.of("remoteJid", chat.toString()));
    }
    List<JsonNode> found = new ArrayList<>();
    if (version == 1) {
      JsonNode list = ask(Map.of("where", where, "limit", max));
      list.forEach(found::add);
    } else {
      where.put(
          "messageTimestamp", Map.of("gte", since.toString(), "lte", now.plus(AHEAD).toString()));
      pages(where, since, max, found);
    }
    found.removeIf(message -> reader.writtenAt(message).isBefore(since));
    return found.size() > max ? found.subList(0, max) : found;
  }

  private void pages(Map<String, Object> where, Instant since, int max, List<JsonNode> found)
      throws DeliveryFailure {
    for (int page = 1; found.size() < max; page++) {
      JsonNode messages =
          ask(Map.of("where", where, "page", page, "offset", PAGE)).path("messages");
      JsonNode records = messages.path("records");
      records.forEach(found::add);
      if (records.isEmpty()
          || page >= messages.path("pages").asInt(1)
          || reader.writtenAt(records.get(records.size() - 1)).isBefore(since)) {
        return;
      }
    }
  }

  private JsonNode ask(Map<String, Object> query) throws DeliveryFailure {
    return http.post(path, query, false).json();
  }
}
