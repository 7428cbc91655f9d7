package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.messaging.LeanJson;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The body of a webhook, read as it comes and without what is not needed: media in base64, which
 * may be megabytes, and {@code apikey}, which may be the instance's secret, never are in memory.
 */
final class WebhookBody {

  /** Levels of JSON: many more than a quote of a quote has. */
  private static final int NESTING_MAX = 100;

  /** Far more than any event has: a thumbnail can come as an object with a member a byte. */
  private static final int TOKENS_MAX = 500_000;

  private static final Set<String> UNWANTED =
      Set.of(
          "apikey",
          "server_url",
          "destination",
          "base64",
          "url",
          "directPath",
          "mediaKey",
          "fileSha256",
          "fileEncSha256",
          "jpegThumbnail",
          "pngThumbnail",
          "thumbnailSha256",
          "thumbnailEncSha256",
          "thumbnailDirectPath",
          "waveform",
          "streamingSidecar",
          "scansSidecar",
          "messageSecret",
          "deviceListMetadata",
          // Holds the message that is answered to, with everything above.
          "contextInfo");

  /** Of all texts of an event: what a person writes has 65,536 characters at most. */
  private static final int KEPT_MAX = 4_000_000;

  private static final LeanJson JSON = new LeanJson(UNWANTED, NESTING_MAX, TOKENS_MAX, KEPT_MAX);

  private WebhookBody() {}

  /**
   * One event.
   *
   * @param name like {@code messages.upsert}, however it was written; {@code ""} if there is none
   * @param instance whose it is; {@code ""} if there is none
   * @param own the instance's number; null if there is none
   * @param messages of {@code data}: one, or a list
   */
  record Event(String name, String instance, @Nullable Jid own, List<JsonNode> messages) {}

  /**
   * @throws JacksonException where it is no JSON, or deeper or longer than any of Evolution's
   */
  static JsonNode read(InputStream body) {
    return JSON.read(body);
  }

  /**
   * @param path the last part of the webhook's address, which names the event "by events"; null
   */
  static Event event(JsonNode body, @Nullable String path) {
    String name = body.path("event").asString("");
    if (name.isBlank() && path != null) {
      name = path;
    }
    return new Event(
        name.strip().toLowerCase(Locale.ROOT).replaceAll("[_-]", "."),
        body.path("instance").asString("").strip(),
        Jid.of(body.path("sender")),
        messages(body.path("data")));
  }

  /** {@code data} is the message, a list of messages, or has one in {@code messages}. */
  private static List<JsonNode> messages(JsonNode data) {
    JsonNode list =
        data.isObject() && data.path("messages").isArray() ? data.path("messages") : data;
    if (!list.isArray()) {
      return list.isObject() ? List.of(list) : List.of();
    }
    List<JsonNode> messages = new ArrayList<>();
    for (JsonNode one : list) {
      if (one.isObject()) {
        messages.add(one);
      }
    }
    return messages;
  }
}
