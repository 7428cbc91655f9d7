package dev.sessionmanager.channel.whatsapp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.messaging.AnsweredPlace;
import dev.sessionmanager.messaging.Arrival;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.HttpMessenger;
import dev.sessionmanager.messaging.SentMessages;
import dev.sessionmanager.messaging.WebhookOutcome;
import dev.sessionmanager.problem.Health;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/**
 * One instance of the Evolution API, 1.8 or 2.x, over its REST API: sends, looks whether something
 * was sent, and asks for what was missed. Its {@code delay} shows with each message that it is
 * being written, for as long as it says.
 */
final class EvolutionClient extends HttpMessenger {

  /** Evolution's clock may be behind ours by this, and its times are whole seconds. */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

  /** Messages among which one of ours is looked for; it was sent moments before. */
  private static final int LOOK_THROUGH = 300;

  /** Messages of a chat among which a human's is looked for before each sending. */
  private static final int RECENT = 50;

  private final EvolutionSettings settings;
  private final EvolutionApi api;
  private final Store store;
  private final MessageReader reader;
  private final Function<MessageReader.Ours, WebhookOutcome> ours;
  private final Consumer<MessageReader.Contradictory> aside;
  private final HandoverNotice notices;
  private final Clock clock;
  private final SentMessages sent;

  /** Conversations whose wish for a human was told of a while ago: a send that failed late. */
  private final Cache<String, Boolean> handedOver;

  /**
   * The client of one instance.
   *
   * @param secret by which its webhooks are known where no setting says by what
   * @param ours is told what the instance's own side has written, and says whose it was
   * @param aside is given what contradicts itself
   */
  EvolutionClient(
      OutboundHttp outbound,
      EvolutionSettings settings,
      String secret,
      MessageReader reader,
      Function<MessageReader.Ours, WebhookOutcome> ours,
      Consumer<MessageReader.Contradictory> aside,
      MessageSource texts,
      Clock clock) {
    super(outbound, settings.provider(), new EvolutionRefusal(settings)::of, clock);
    this.settings = settings;
    this.reader = reader;
    this.ours = ours;
    this.aside = aside;
    this.notices = new HandoverNotice(settings, texts);
    this.clock = clock;
    String instance = UriUtils.encodePathSegment(settings.instance(), UTF_8);
    this.api = new EvolutionApi(http, settings, instance, secret);
    this.store = new Store(http, instance, reader);
    this.sent = new SentMessages(settings.rememberedMax());
    this.handedOver =
        Caffeine.newBuilder()
            .maximumSize(settings.rememberedMax())
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.allOf(Ability.class);
  }

  /**
   * Who has written in the chat on the phone, and whose webhook has not come yet: those that have
   * silence the gateway already.
   */
  @Override
  public Optional<String> heldBy(String conversation) throws DeliveryFailure {
    Jid chat = chat(conversation);
    if (settings.handoverQuiet().isZero()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    List<JsonNode> newestFirst =
        store.since(api.version(), now.minus(settings.handoverQuiet()), now, chat, RECENT);
    boolean held = false;
    for (JsonNode message : newestFirst.reversed()) {
      if (read(message) instanceof MessageReader.Ours written && isHuman(said(written))) {
        held = !isBack(written);
      }
    }
    return held ? Optional.of(WhatsappChannel.HUMAN) : Optional.empty();
  }

  private MessageReader.Read read(JsonNode message) {
    MessageReader.Read read = reader.read(message, settings.account(), null, null);
    return read instanceof MessageReader.Ours written ? written.fromStore() : read;
  }

  /** Tells the gateway, too, which then is silent or no longer. */
  private WebhookOutcome said(MessageReader.Ours written) {
    return sent.has(written.id()) ? WebhookOutcome.ECHO : ours.apply(written);
  }

  private static boolean isHuman(WebhookOutcome said) {
    return said == WebhookOutcome.SILENCED || said == WebhookOutcome.GIVEN_BACK;
  }

  private boolean isBack(MessageReader.Ours written) {
    return written.text().equals(settings.backWord());
  }

  @Override
  public String send(String conversation, String text, String reference) throws DeliveryFailure {
    Jid chat = chat(conversation);
    String id = api.send(chat.address(), text);
    sent.add(id, reference);
    return id;
  }

  @Override
  public Optional<String> find(String conversation, String text, String reference, Instant since)
      throws DeliveryFailure {
    Jid chat = chat(conversation);
    Instant from = since.minus(CLOCKS_DIFFER);
    for (Jid where : new @Nullable Jid[] {chat, null}) {
      // Without a filter as well: a chat may be kept under the person's hidden number.
      List<JsonNode> messages =
          store.since(api.version(), from, clock.instant(), where, LOOK_THROUGH);
      for (JsonNode message : messages) {
        String id = message.path("key").path("id").asString("");
        if (!id.isEmpty() && isOurs(message, chat, text) && sent.claim(id, reference)) {
          return Optional.of(id);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOurs(JsonNode message, Jid chat, String text) {
    JsonNode key = message.path("key");
    return MessageReader.isTrue(key.path("fromMe"))
        && (isOf(chat, Jid.of(key.path("remoteJid")))
            || isOf(chat, Jid.of(key.path("remoteJidAlt"))))
        && Content.of(message.path("message")) instanceof Content.Text words
        && words.text().equals(text.strip());
  }

  private static boolean isOf(Jid chat, @Nullable Jid other) {
    return other != null
        && (chat.equals(other) || (chat.isNumber() && other.isNumber() && chat.sameNumber(other)));
  }

  /** WhatsApp has no inbox: EVOLUTION_HANDOVER_NUMBER is told, where there is one. */
  @Override
  public boolean tellsHumans() {
    return !settings.handoverNumber().isBlank();
  }

  @Override
  public void handOver(HandoverRequest request, boolean silent) throws DeliveryFailure {
    Jid chat = chat(request.conversation());
    if (!tellsHumans() || handedOver.getIfPresent(request.conversation()) != null) {
      return;
    }
    String number = settings.handoverNumber().replaceAll("\\D", "");
    var _ = api.send(number, notices.of(request, chat, silent));
    handedOver.put(request.conversation(), true);
  }

  @Override
  public List<Arrival> missed(Instant since) throws DeliveryFailure {
    List<JsonNode> newestFirst =
        store.since(api.version(), since, clock.instant(), null, settings.missedMax());
    Map<String, Arrival> unanswered = new LinkedHashMap<>();
    for (JsonNode message : newestFirst.reversed()) {
      switch (read(message)) {
        case MessageReader.Theirs theirs ->
            unanswered.putIfAbsent(theirs.arrival().messageId(), theirs.arrival());
        case MessageReader.Ours written -> {
          WebhookOutcome said = said(written);
          // What a human wrote in WhatsApp Web looks like a program's there, and is an answer too.
          boolean web = said == WebhookOutcome.AUTOMATIC && written.mayBeProgram();
          // Also one whose webhook has come.
          boolean answered = web || said == WebhookOutcome.DUPLICATE;
          if (!isBack(written) && (answered || isHuman(said))) {
            unanswered.values().removeIf(a -> written.conversations().contains(a.conversation()));
          }
        }
        case MessageReader.Corrected corrected -> {
          Arrival alone = corrected.alone();
          if (alone != null) {
            unanswered.putIfAbsent(alone.messageId(), alone);
          }
        }
        case MessageReader.Contradictory wrong -> aside.accept(wrong);
        case MessageReader.Ignored nothing -> {}
      }
    }
    return List.copyOf(unanswered.values());
  }

  @Override
  public Optional<String> register(URI webhook, boolean replacing) throws DeliveryFailure {
    return api.register(webhook, replacing);
  }

  @Override
  public List<AnsweredPlace> places() throws DeliveryFailure {
    String number = api.number().map(its -> " (" + its + ')').orElse("");
    return List.of(AnsweredPlace.of(settings.instance() + number, agent(null)));
  }

  @Override
  public Health check() {
    return api.check();
  }

  /** The chat of a conversation, which must be of the instance that is served. */
  private Jid chat(String conversation) throws DeliveryFailure {
    int slash = conversation.lastIndexOf('/');
    Jid chat = Jid.of(conversation.substring(slash + 1));
    if (slash < 0 || chat == null) {
      throw DeliveryFailure.refused("This is no conversation of WhatsApp's.");
    }
    if (!conversation.substring(0, slash).equals(settings.account())) {
      throw DeliveryFailure.refused(
          "The conversation is of another instance than %s: it has another number."
              .formatted(settings.setting("instance", "INSTANCE_NAME")));
    }
    return chat;
  }
}
