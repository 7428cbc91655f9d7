package dev.sessionmanager.channel.whatsapp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sessionmanager.messaging.MessagingChannel;
import dev.sessionmanager.messaging.MessagingProvider;
import dev.sessionmanager.messaging.MessagingService;
import dev.sessionmanager.messaging.SenderRetries;
import dev.sessionmanager.messaging.Webhook;
import dev.sessionmanager.messaging.WebhookLog;
import dev.sessionmanager.messaging.WebhookOutcome;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Evolution's webhooks: it tries up to ten times within 20 minutes, but never again after a 400,
 * 401, 403, 404 or 422. Events of other kinds or other instances, stories and reactions are
 * answered with 200: nothing would come of sending those again.
 *
 * <p>What customers write is stored, what a human writes on the phone silences the bot, what cannot
 * be whose it says is put aside, and the rest is none of ours.
 */
@Component
final class WhatsappChannel implements MessagingChannel {

  private static final Logger logger = LoggerFactory.getLogger(WhatsappChannel.class);

  static final String HUMAN = "WhatsApp on the phone";

  private final EvolutionSettings settings;
  private final MessagingProvider provider;
  private final SenderCheck sender;
  private final MessageReader reader;
  private final MessagingService messaging;
  private final WebhookLog log;
  private final Clock clock;

  /** Ids of what a human wrote: it may be told of again, minutes after they gave the chat back. */
  private final Cache<String, Boolean> humans;

  WhatsappChannel(
      EvolutionSettings settings,
      SenderCheck sender,
      MessageReader reader,
      MessagingService messaging,
      WebhookLog log,
      Clock clock) {
    this.settings = settings;
    this.provider = settings.provider();
    this.sender = sender;
    this.reader = reader;
    this.messaging = messaging;
    this.log = log;
    this.clock = clock;
    this.humans = Caffeine.newBuilder().maximumSize(settings.rememberedMax()).build();
  }

  @Override
  public MessagingProvider provider() {
    return provider;
  }

  @Override
  public SenderRetries retries() {
    return SenderRetries.UNLESS_4XX;
  }

  /** With "webhook by events" on, Evolution appends the event's name. */
  @Override
  public List<String> paths() {
    return List.of("/webhook/evolution", "/webhook/evolution/{event}");
  }

  @Override
  public Optional<String> refusal(Webhook webhook) {
    return Optional.ofNullable(sender.cause(webhook));
  }

  /** Takes each message of an event by itself: of a list that is sent again each counts once. */
  @Override
  public @Nullable String take(Webhook webhook) throws IOException {
    WebhookBody.Event event = WebhookBody.event(webhook.json(WebhookBody::read), webhook.event());
    String foreign = foreign(event);
    if (foreign != null) {
      count(WebhookOutcome.IGNORED);
      return foreign;
    }
    String ignored = "no message";
    boolean used = false;
    for (JsonNode message : event.messages()) {
      String reason = take(event, message, webhook.traceId());
      used |= reason == null;
      ignored = reason == null ? ignored : reason;
    }
    return used ? null : ignored;
  }

  private @Nullable String foreign(WebhookBody.Event event) {
    if (!event.name().equals("messages.upsert") && !event.name().equals("messages.edited")) {
      return "event";
    }
    boolean ours = event.instance().isEmpty() || event.instance().equals(settings.instance());
    return ours ? null : "another instance than INSTANCE_NAME";
  }

  private @Nullable String take(WebhookBody.Event event, JsonNode message, String traceId) {
    MessageReader.Read read;
    try {
      String instance = settings.instance();
      read =
          event.name().equals("messages.edited")
              ? reader.readEdit(message, instance, event.own(), traceId)
              : reader.read(message, instance, event.own(), traceId);
    } catch (RuntimeException unreadable) {
      // A fault of ours must not keep the others of its list from being stored.
      logger.error("A message of WhatsApp could not be read", unreadable);
      read = new MessageReader.Contradictory(id(message), "could not be read: " + unreadable);
    }
    return switch (read) {
      case MessageReader.Theirs theirs -> {
        count(
            messaging.gather(theirs.arrival())
                ? WebhookOutcome.RECEIVED
                : WebhookOutcome.DUPLICATE);
        yield null;
      }
      case MessageReader.Ours ours -> {
        count(ours(ours));
        yield null;
      }
      case MessageReader.Contradictory wrong -> {
        putAside(wrong);
        yield null;
      }
      case MessageReader.Ignored nothing -> {
        count(WebhookOutcome.IGNORED);
        yield nothing.reason();
      }
    };
  }

  private static String id(JsonNode message) {
    String id = message.path("key").path("id").asString("");
    return id.isEmpty() ? "unknown" : id;
  }

  /** Keeps it for the operator. */
  void putAside(MessageReader.Contradictory wrong) {
    messaging.quarantine(EvolutionSettings.CHANNEL, wrong.id(), wrong.reason());
    count(WebhookOutcome.QUARANTINED);
  }

  /** An echo of ours, or a human on the phone, who then has the conversation for a while. */
  WebhookOutcome ours(MessageReader.Ours ours) {
    for (String conversation : ours.conversations()) {
      if (messaging.sentByUs(EvolutionSettings.CHANNEL, conversation, ours.id(), ours.text())) {
        return WebhookOutcome.ECHO;
      }
    }
    if (humans.asMap().putIfAbsent(ours.id(), true) != null) {
      return WebhookOutcome.DUPLICATE;
    }
    try {
      human(ours);
    } catch (RuntimeException notStored) {
      humans.invalidate(ours.id());
      throw notStored;
    }
    return WebhookOutcome.SILENCED;
  }

  private void human(MessageReader.Ours ours) {
    boolean back = !settings.backWord().isEmpty() && settings.backWord().equals(ours.text());
    // An old one that comes late silences no longer than it would have in time.
    Instant until = ours.writtenAt().plus(settings.handoverQuiet());
    for (String conversation : ours.conversations()) {
      if (back) {
        messaging.unsilence(EvolutionSettings.CHANNEL, conversation);
      } else if (until.isAfter(clock.instant())) {
        messaging.silence(EvolutionSettings.CHANNEL, conversation, HUMAN, until);
      }
    }
  }

  private void count(WebhookOutcome outcome) {
    log.count(EvolutionSettings.CHANNEL, outcome);
  }
}
