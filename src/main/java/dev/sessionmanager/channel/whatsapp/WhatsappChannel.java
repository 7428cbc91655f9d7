package dev.sessionmanager.channel.whatsapp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sessionmanager.messaging.Arrival;
import dev.sessionmanager.messaging.MessagingChannel;
import dev.sessionmanager.messaging.MessagingProvider;
import dev.sessionmanager.messaging.MessagingService;
import dev.sessionmanager.messaging.OutsideMessage;
import dev.sessionmanager.messaging.SenderRetries;
import dev.sessionmanager.messaging.Webhook;
import dev.sessionmanager.messaging.WebhookLog;
import dev.sessionmanager.messaging.WebhookOutcome;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The webhooks of one instance of Evolution's: it tries up to ten times within 20 minutes, but
 * never again after a 400, 401, 403, 404 or 422. Events of other kinds or other instances, stories
 * and reactions are answered with 200: nothing would come of sending those again.
 *
 * <p>What customers write is stored, what a human writes on the phone silences the bot, what cannot
 * be whose it says is put aside, and the rest is none of ours.
 */
final class WhatsappChannel implements MessagingChannel {

  private static final Logger logger = LoggerFactory.getLogger(WhatsappChannel.class);

  static final String HUMAN = "WhatsApp on the phone";

  /** {@code send.message} tells of what was sent by Evolution's API, whoever has called it. */
  private static final Set<String> EVENTS =
      Set.of("messages.upsert", "messages.edited", "send.message", "connection.update");

  private final EvolutionSettings settings;
  private final MessagingProvider provider;
  private final SenderCheck sender;
  private final MessageReader reader;
  private final MessagingService messaging;
  private final WebhookLog log;
  private final ConnectionUpdates connections;

  /** Ids of what a human wrote: it may be told of again, minutes after they gave the chat back. */
  private final Cache<String, Boolean> humans;

  /** Ids of what programs have sent by Evolution's API, ourselves among them. */
  private final Cache<String, Boolean> programs;

  WhatsappChannel(
      EvolutionSettings settings,
      SenderCheck sender,
      MessageReader reader,
      MessagingService messaging,
      WebhookLog log) {
    this.settings = settings;
    this.provider = settings.provider();
    this.sender = sender;
    this.reader = reader;
    this.messaging = messaging;
    this.log = log;
    this.connections = new ConnectionUpdates(log, provider);
    this.humans = Caffeine.newBuilder().maximumSize(settings.rememberedMax()).build();
    this.programs = Caffeine.newBuilder().maximumSize(settings.rememberedMax()).build();
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
    return List.of(
        "/webhook/evolution", "/webhook/evolution/{event}", "/webhook/evolution/{account}/{event}");
  }

  @Override
  public Optional<String> refusal(Webhook webhook) {
    return Optional.ofNullable(sender.cause(webhook));
  }

  @Override
  public boolean isCopy(Webhook webhook) {
    return sender.isBare(webhook);
  }

  /** Takes each message of an event by itself: of a list that is sent again each counts once. */
  @Override
  public @Nullable String take(Webhook webhook) throws IOException {
    WebhookBody.Event event = event(webhook);
    if (!EVENTS.contains(event.name())) {
      count(WebhookOutcome.IGNORED);
      return "event";
    }
    if (event.name().equals("connection.update")) {
      event.messages().forEach(connections::changed);
      count(WebhookOutcome.IGNORED);
      return "nothing to answer";
    }
    if (MessagingProvider.answering(settings.agent()).isEmpty()) {
      count(WebhookOutcome.IGNORED);
      return "nobody answers here";
    }
    if (event.name().equals("send.message")) {
      event.messages().forEach(message -> programs.put(id(message), true));
      count(WebhookOutcome.IGNORED);
      return "sent by a program";
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

  private static WebhookBody.Event event(Webhook webhook) throws IOException {
    return WebhookBody.event(webhook.json(WebhookBody::read), webhook.event());
  }

  @Override
  public String path() {
    return "/webhook/evolution" + (settings.name().isEmpty() ? "" : '/' + settings.name());
  }

  @Override
  public Optional<String> foreign(Webhook webhook) throws IOException {
    return Optional.of(event(webhook).instance())
        .filter(instance -> !instance.isEmpty() && !instance.equals(settings.instance()));
  }

  private @Nullable String take(WebhookBody.Event event, JsonNode message, String traceId) {
    MessageReader.Read read;
    try {
      String account = settings.account();
      read =
          event.name().equals("messages.edited")
              ? reader.readEdit(message, account, event.own(), traceId)
              : reader.read(message, account, event.own(), traceId);
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
      case MessageReader.Corrected corrected -> {
        WebhookOutcome outcome = correct(corrected);
        count(outcome);
        yield outcome == WebhookOutcome.IGNORED ? "edited" : null;
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

  /** One of ours, or a human's, is none of a customer's that is known. */
  private WebhookOutcome correct(MessageReader.Corrected corrected) {
    Arrival alone = corrected.alone();
    return switch (messaging.correct(corrected.correction())) {
      case REPLACED, FOLLOWS -> WebhookOutcome.CORRECTED;
      case KNOWN -> WebhookOutcome.DUPLICATE;
      case UNKNOWN ->
          alone == null
              ? WebhookOutcome.IGNORED
              : messaging.gather(alone) ? WebhookOutcome.RECEIVED : WebhookOutcome.DUPLICATE;
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

  /** An echo of ours, a program's, or a human on the phone, who then has the conversation. */
  WebhookOutcome ours(MessageReader.Ours ours) {
    if (isOurs(ours)) {
      return WebhookOutcome.ECHO;
    }
    if (programs.getIfPresent(ours.id()) != null) {
      return WebhookOutcome.IGNORED;
    }
    if (ours.mayBeProgram()) {
      return WebhookOutcome.AUTOMATIC;
    }
    if (humans.asMap().putIfAbsent(ours.id(), true) != null) {
      return WebhookOutcome.DUPLICATE;
    }
    try {
      return human(ours);
    } catch (RuntimeException notStored) {
      humans.invalidate(ours.id());
      throw notStored;
    }
  }

  /** By this channel, or by Chatwoot's, which Evolution passes on to WhatsApp. */
  private boolean isOurs(MessageReader.Ours ours) {
    String channel = EvolutionSettings.CHANNEL;
    return ours.conversations().stream()
            .anyMatch(each -> messaging.sentByUs(channel, each, ours.id(), ours.text()))
        || messaging.sentElsewhere(channel, ours.id(), ours.text());
  }

  private WebhookOutcome human(MessageReader.Ours ours) {
    if (!settings.backWord().isEmpty() && settings.backWord().equals(ours.text())) {
      ours.conversations().forEach(each -> messaging.unsilence(EvolutionSettings.CHANNEL, each));
      return WebhookOutcome.GIVEN_BACK;
    }
    // An old one that comes late silences no longer than it would have in time.
    Instant until = ours.writtenAt().plus(settings.handoverQuiet());
    boolean human =
        messaging.wroteOutside(
            new OutsideMessage(
                EvolutionSettings.CHANNEL,
                ours.conversations(),
                ours.id(),
                ours.text(),
                HUMAN,
                ours.writtenAt(),
                until));
    return human ? WebhookOutcome.SILENCED : WebhookOutcome.AUTOMATIC;
  }

  private void count(WebhookOutcome outcome) {
    log.count(EvolutionSettings.CHANNEL, outcome);
  }
}
