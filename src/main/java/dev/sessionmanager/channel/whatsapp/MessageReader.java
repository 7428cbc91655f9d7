package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.messaging.Arrival;
import dev.sessionmanager.messaging.Correction;
import dev.sessionmanager.text.ShortText;
import dev.sessionmanager.trace.TraceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import tools.jackson.databind.JsonNode;

/**
 * Reads one message of Evolution's, of a webhook or of its store: who wrote what, where, when.
 * Takes every form that 1.8 and 2.x send. Any thread.
 */
final class MessageReader {

  /** Times above this are milliseconds: as seconds it would be the year 5138. */
  private static final long MILLIS_FROM = 100_000_000_000L;

  /** Characters of a push name that are kept. */
  private static final int NAME_MAX = 100;

  /** Characters of a message's id; WhatsApp's are far shorter. */
  private static final int ID_MAX = 200;

  /** What is to be done with a message. */
  sealed interface Read {}

  /** A message of a customer's is to be answered. */
  record Theirs(Arrival arrival) implements Read {}

  /**
   * Of the instance's own side: an echo of ours, or of a human on the phone.
   *
   * @param conversations by every name that the chat has
   * @param device what wrote it, as far as its id tells ({@code getDevice} of Baileys): {@code
   *     ios}, {@code android}, {@code desktop}, {@code web}…; empty where Evolution does not say
   * @param stored whether it was found in Evolution's store, and no webhook told of it
   */
  record Ours(
      String id,
      List<String> conversations,
      String text,
      Instant writtenAt,
      String device,
      boolean stored)
      implements Read {

    /**
     * Whether a program may have written it by Evolution's API: what Evolution sends has an id like
     * WhatsApp Web's. Its webhooks never tell of those as {@code messages.upsert} ({@code
     * emitOwnEvents: false} in whatsapp.baileys.service.ts), but its store has both.
     */
    boolean mayBeProgram() {
      return stored && device.equals("web");
    }

    Ours fromStore() {
      return new Ours(id, conversations, text, writtenAt, device, true);
    }
  }

  /**
   * An earlier message, put right. Whose it is the earlier one alone tells: the key in the event
   * {@code messages.edited} of 2.x is the writer's own, so that the chat in it is the instance's
   * number and {@code fromMe} is true ({@code protocolMessage.key}, which {@code
   * whatsapp.baileys.service.ts} passes on as it came).
   *
   * @param alone the correction as a message of its own, for an earlier one that never came; null
   *     where nothing tells whose it is
   */
  record Corrected(Correction correction, @Nullable Arrival alone) implements Read {}

  record Contradictory(String id, String reason) implements Read {}

  /** Nothing is to be done. */
  record Ignored(String reason) implements Read {}

  private final EvolutionSettings settings;
  private final MessageSettings limits;
  private final Identities identities;
  private final MessageSource texts;
  private final Clock clock;

  MessageReader(
      EvolutionSettings settings,
      HiddenNumbers numbers,
      MessageSettings limits,
      MessageSource texts,
      Clock clock) {
    this.settings = settings;
    this.limits = limits;
    this.identities = new Identities(settings, numbers);
    this.texts = texts;
    this.clock = clock;
  }

  /**
   * @param instance which has received it
   * @param own the instance's number; null if unknown
   * @param traceId null for one of its own
   */
  Read read(JsonNode message, String instance, @Nullable Jid own, @Nullable String traceId) {
    return read(message, Content.of(message.path("message")), instance, own, traceId);
  }

  /**
   * What the event {@code messages.edited} carries: the change alone, with the key of the first.
   */
  Read readEdit(JsonNode edit, String instance, @Nullable Jid own, String traceId) {
    return read(edit, Content.protocol(edit), instance, own, traceId);
  }

  private Read read(
      JsonNode message,
      Content content,
      String instance,
      @Nullable Jid own,
      @Nullable String traceId) {
    if (content instanceof Content.Silent silent) {
      return new Ignored(silent.reason());
    }
    JsonNode key = message.path("key");
    String id = key.path("id").asString("").strip();
    if (id.isEmpty() || id.length() > ID_MAX) {
      return new Ignored("no id");
    }
    boolean fromMe = isTrue(key.path("fromMe"));
    if (content instanceof Content.Edit edit && fromMe) {
      return corrected(edit, null, traceId);
    }
    return switch (identities.of(message, own, fromMe)) {
      case Identities.Nobody nobody -> new Ignored(nobody.reason());
      // What our own side writes is never answered, so that it cannot reach anybody else.
      case Identities.Contradiction wrong ->
          fromMe ? new Ignored(wrong.reason()) : new Contradictory(id, wrong.reason());
      case Identities.Chat chat ->
          fromMe
              ? ours(id, chat, content, instance, message)
              : theirs(arrival(id, chat, content, instance, message, traceId), content);
    };
  }

  private Read theirs(Arrival arrival, Content content) {
    return content instanceof Content.Edit edit
        ? corrected(edit, arrival, arrival.traceId())
        : new Theirs(arrival);
  }

  private Read corrected(Content.Edit edit, @Nullable Arrival alone, @Nullable String traceId) {
    return new Corrected(
        new Correction(
            EvolutionSettings.CHANNEL,
            edit.id(),
            ShortText.of(edit.text(), limits.maxChars()),
            ShortText.of(correcting(edit), limits.maxChars()),
            edit.at(),
            traceId == null ? TraceId.fresh() : traceId),
        alone);
  }

  private String correcting(Content.Edit edit) {
    return texts.getMessage("whatsapp.edited", new Object[] {edit.text()}, settings.language());
  }

  private Read ours(
      String id, Identities.Chat chat, Content content, String instance, JsonNode message) {
    List<String> conversations =
        Stream.concat(Stream.of(chat.chat()), chat.aliases().stream())
            .map(jid -> instance + '/' + jid)
            .toList();
    String text = content instanceof Content.Text words ? words.text() : "";
    String device = message.path("source").asString("");
    return new Ours(id, conversations, text, writtenAt(message), device, false);
  }

  private Arrival arrival(
      String id,
      Identities.Chat chat,
      Content content,
      String instance,
      JsonNode message,
      @Nullable String traceId) {
    String text;
    String note = null;
    String dedupe = id;
    switch (content) {
      case Content.Text words -> text = words.text();
      case Content.Edit edit -> {
        // It comes by two events, under two ids: what it is of and what it says are the same.
        dedupe = Arrival.edited(edit.id(), edit.text());
        text = correcting(edit);
      }
      case Content.Wordless wordless -> {
        text = wordless.media().word(texts, settings.language());
        note = wordless.media().note(texts, settings.language());
      }
      case Content.Silent silent -> throw new IllegalArgumentException(silent.reason());
    }
    return new Arrival(
        EvolutionSettings.CHANNEL,
        dedupe,
        instance + '/' + chat.chat(),
        instance + '/' + chat.person(),
        name(message.path("pushName")),
        ShortText.of(text, limits.maxChars()),
        note,
        false,
        settings.language(),
        writtenAt(message),
        clock.instant(),
        traceId == null ? TraceId.fresh() : traceId);
  }

  private static String name(JsonNode pushName) {
    String name = pushName.isString() ? pushName.asString() : "";
    return shortened(name.replaceAll("\\p{Cntrl}+", " ").strip(), NAME_MAX);
  }

  /** Never cut within a character. */
  private static String shortened(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
  }

  /** {@code true}, {@code "true"}, {@code 1}: 1.8 is not strict about it. */
  static boolean isTrue(JsonNode node) {
    return node.asBoolean(false) || node.asString("").equals("true");
  }

  /**
   * {@code messageTimestamp}: epoch seconds as a number, as text, or as the halves {@code {low,
   * high}} of a long; milliseconds in some stores. Now, where there is none or it lies ahead.
   */
  Instant writtenAt(JsonNode message) {
    JsonNode stamp = message.path("messageTimestamp");
    long time;
    if (stamp.isObject()) {
      long low = Integer.toUnsignedLong(stamp.path("low").asInt(0));
      time = ((long) stamp.path("high").asInt(0) << 32) | low;
    } else {
      time = stamp.asLong(0);
    }
    Instant now = clock.instant();
    if (time <= 0) {
      return now;
    }
    Instant at = time >= MILLIS_FROM ? Instant.ofEpochMilli(time) : Instant.ofEpochSecond(time);
    return at.isAfter(now.plus(Duration.ofMinutes(1))) ? now : at;
  }
}
