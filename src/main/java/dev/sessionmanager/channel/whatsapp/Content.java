package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.messaging.Media;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a {@code message} says, whichever of WhatsApp's forms it has (WAProto.proto of
 * WhiskeySockets/Baileys, by which Evolution speaks to WhatsApp).
 */
sealed interface Content {

  /** Somebody's words, or the caption of their picture. */
  record Text(String text) implements Content {}

  /**
   * An earlier message of theirs, put right.
   *
   * @param at when, by the writer's clock; null where it is not said
   */
  record Edit(String id, String text, @Nullable Instant at) implements Content {}

  /** Something without words. */
  record Wordless(Media media) implements Content {}

  /** Nothing to answer; why not. */
  record Silent(String reason) implements Content {}

  /** A later time is none: the year 5138. */
  long MILLIS_MAX = 100_000_000_000_000L;

  /** Envelopes around the message proper; deeper nesting than this is nobody's. */
  int ENVELOPES_MAX = 8;

  List<String> ENVELOPES =
      List.of(
          "ephemeralMessage",
          "viewOnceMessage",
          "viewOnceMessageV2",
          "viewOnceMessageV2Extension",
          "documentWithCaptionMessage",
          "deviceSentMessage",
          "groupMentionedMessage",
          "botInvokeMessage",
          "lottieStickerMessage",
          "associatedChildMessage");

  /** Where the words of a message are. */
  List<String> WORDS =
      List.of(
          "/conversation",
          "/extendedTextMessage/text",
          "/imageMessage/caption",
          "/videoMessage/caption",
          "/ptvMessage/caption",
          "/documentMessage/caption",
          "/buttonsResponseMessage/selectedDisplayText",
          "/templateButtonReplyMessage/selectedDisplayText",
          "/listResponseMessage/title",
          "/interactiveResponseMessage/body/text");

  /** Parts that nobody expects an answer to. */
  Set<String> SILENT =
      Set.of(
          "reactionMessage",
          "encReactionMessage",
          "pollUpdateMessage",
          "keepInChatMessage",
          "pinInChatMessage",
          "senderKeyDistributionMessage",
          "fastRatchetKeySenderKeyDistributionMessage",
          "albumMessage",
          "call",
          "callLogMesssage", // spelled so
          "bcallMessage",
          "encCommentMessage",
          "encEventResponseMessage",
          "secretEncryptedMessage",
          "stickerSyncRmrMessage",
          "placeholderMessage");

  /** Parts that stand beside a message, and are none. */
  Set<String> BESIDE =
      Set.of(
          "messageContextInfo", "senderKeyDistributionMessage", "mediaUrl", "base64", "chatwoot");

  static Content of(JsonNode message) {
    JsonNode inner = message;
    for (int i = 0; i < ENVELOPES_MAX; i++) {
      JsonNode edited = inner.at("/editedMessage/message");
      JsonNode protocol = edited.path("protocolMessage");
      if (protocol.isMissingNode()) {
        protocol = inner.path("protocolMessage");
      }
      if (protocol.isObject()) {
        return protocol(protocol);
      }
      JsonNode next = edited.isObject() ? edited : unwrapped(inner);
      if (next == null) {
        return plain(inner);
      }
      inner = next;
    }
    return new Silent("too many envelopes");
  }

  private static @Nullable JsonNode unwrapped(JsonNode message) {
    for (String envelope : ENVELOPES) {
      JsonNode inner = message.path(envelope).path("message");
      if (inner.isObject()) {
        return inner;
      }
    }
    return null;
  }

  /** A change to an earlier message: {@code type} is 14 or MESSAGE_EDIT, 0 or REVOKE. */
  static Content protocol(JsonNode protocol) {
    JsonNode edited = protocol.path("editedMessage");
    if (edited.isObject()) {
      JsonNode id = protocol.path("key").path("id");
      return of(edited) instanceof Text corrected && id.isString()
          ? new Edit(id.asString(), corrected.text(), at(protocol.path("timestampMs")))
          : new Silent("edited");
    }
    String type = protocol.path("type").asString("");
    boolean deleted = type.equals("0") || type.equals("REVOKE") || type.isEmpty();
    return new Silent(deleted ? "deleted" : "protocol");
  }

  /** Milliseconds since 1970: a number, a text, or the halves {@code {low, high}} of a long. */
  private static @Nullable Instant at(JsonNode millis) {
    long time =
        millis.isObject()
            ? ((long) millis.path("high").asInt(0) << 32)
                | Integer.toUnsignedLong(millis.path("low").asInt(0))
            : millis.asLong(0);
    return time > 0 && time <= MILLIS_MAX ? Instant.ofEpochMilli(time) : null;
  }

  private static Content plain(JsonNode message) {
    for (String pointer : WORDS) {
      JsonNode words = message.at(pointer);
      if ((words.isString() || words.isNumber()) && !words.asString().isBlank()) {
        return new Text(words.asString().strip());
      }
    }
    List<String> parts = new ArrayList<>(message.propertyNames());
    if (parts.stream().anyMatch(SILENT::contains)
        && parts.stream().allMatch(part -> SILENT.contains(part) || BESIDE.contains(part))) {
      return new Silent("reaction or the like");
    }
    parts.removeAll(BESIDE);
    // A message that could not be decrypted yet has none; it comes again once it could.
    return parts.isEmpty() ? new Silent("empty") : wordless(parts);
  }

  private static Content wordless(List<String> parts) {
    for (String part : parts) {
      Media media =
          switch (part) {
            case "conversation", "extendedTextMessage" -> null;
            case "audioMessage" -> Media.AUDIO;
            case "imageMessage" -> Media.IMAGE;
            case "videoMessage", "ptvMessage" -> Media.VIDEO;
            case "documentMessage" -> Media.DOCUMENT;
            case "stickerMessage" -> Media.STICKER;
            case "locationMessage", "liveLocationMessage" -> Media.LOCATION;
            case "contactMessage", "contactsArrayMessage" -> Media.CONTACT;
            default -> Media.OTHER;
          };
      if (media != null) {
        return new Wordless(media);
      }
    }
    return new Silent("empty");
  }
}
