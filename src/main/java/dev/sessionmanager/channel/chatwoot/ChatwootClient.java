package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootWire.Conversation;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Direction;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Message;
import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.messaging.AnsweredPlace;
import dev.sessionmanager.messaging.Arrival;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.HttpMessenger;
import dev.sessionmanager.messaging.MessengerHttp.Answer;
import dev.sessionmanager.messaging.SentMessages;
import dev.sessionmanager.messaging.WebhookSecrets;
import dev.sessionmanager.problem.Health;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import tools.jackson.databind.JsonNode;

/**
 * One account of Chatwoot's, by its API 4.x (developers.chatwoot.com/api-reference): {@code
 * /api/v1/accounts/<account>/conversations/<display id>/…}.
 */
class ChatwootClient extends HttpMessenger {

  /** Times are whole seconds there. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  /** Messages of some minutes at the pace that Chatwoot allows. */
  private static final int SENT_MAX = 2000;

  private final SentMessages sent = new SentMessages(SENT_MAX);
  private final History history;
  private final ChatwootBacklog missed;
  private final ChatwootSettings settings;
  private final InboxAgents agents;
  private final Holding holding;
  private final Inboxes inboxes;
  private final ChatwootHandover handover;
  private final WebhookRegistration registration;
  private final Clock clock;

  ChatwootClient(
      OutboundHttp outbound,
      ChatwootSettings settings,
      ChatwootArrivals arrivals,
      ChatwootHumans humans,
      Holding holding,
      WebhookSecrets secrets,
      MessageSource texts,
      Clock clock) {
    super(outbound, settings.provider(), new ChatwootRefusals(settings)::of, clock);
    this.settings = settings;
    this.agents = settings.inboxAgents();
    this.clock = clock;
    this.history = new History(http);
    this.holding = holding;
    this.inboxes = new Inboxes(http, settings);
    this.handover = new ChatwootHandover(http, history, settings, texts);
    this.registration = new WebhookRegistration(http, settings, secrets);
    this.missed = new ChatwootBacklog(http, history, arrivals, humans, sent, holding, settings);
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.allOf(Ability.class);
  }

  @Override
  public Optional<String> agent(@Nullable String inbox) {
    return agents.agent(inbox);
  }

  @Override
  public List<AnsweredPlace> places() throws DeliveryFailure {
    return new InboxPlaces(http, settings).all();
  }

  @Override
  public void typing(String conversation, boolean on) {
    try {
      http.post(
          path(conversation) + "/toggle_typing_status",
          Map.of("typing_status", on ? "on" : "off", "is_private", false),
          false);
    } catch (DeliveryFailure nobodys) {
      // Tokens of agent bots may not, and it is not worth a line.
    }
  }

  @Override
  public Optional<String> heldBy(String conversation) throws DeliveryFailure {
    try {
      Conversation now = ChatwootWire.conversation(http.get(path(conversation)).json());
      if (now == null) {
        throw DeliveryFailure.later("Chatwoot's answer is no conversation.", null);
      }
      // Chatwoot would take the message, and fail to deliver it.
      return now.canReply()
          ? holding.holder(conversation, now)
          : Optional.of("the inbox, whose time for a reply is over");
    } catch (DeliveryFailure failure) {
      if (ChatwootRefusals.forBots(failure)) {
        return Optional.empty(); // what webhooks have told is all that is known
      }
      throw failure;
    }
  }

  @Override
  public String send(String conversation, String text, String reference) throws DeliveryFailure {
    Answer answer =
        http.post(
            path(conversation) + "/messages",
            Map.of("content", text, "message_type", "outgoing", "private", false),
            true);
    String id = JsonValues.key(answer.json().path("id"));
    if (id == null) {
      throw DeliveryFailure.unknown("Chatwoot's answer has no id of the message.", null);
    }
    sent.add(id, reference);
    holding.sentAs(ChatwootWire.person(answer.json().path("sender")));
    return id;
  }

  /** Chatwoot keeps no reference of ours: the message is known by its words and its time. */
  @Override
  public Optional<String> find(String conversation, String text, String reference, Instant since)
      throws DeliveryFailure {
    String words = normal(text);
    Instant asked = clock.instant();
    History.Page page = history.newest(path(conversation));
    // By the clock there, which may be minutes off.
    Duration ahead = page.date() == null ? Duration.ZERO : Duration.between(asked, page.date());
    Instant from = since.plus(ahead).minus(MARGIN);
    for (Message message : history.back(path(conversation), page, from)) {
      if (message.direction() == Direction.OUTGOING
          && !message.hidden()
          && normal(message.content()).equals(words)
          && sent.claim(message.id(), reference)) {
        return Optional.of(message.id());
      }
    }
    return Optional.empty();
  }

  /** An account is an inbox that somebody looks after. */
  @Override
  public boolean tellsHumans() {
    return true;
  }

  @Override
  public void handOver(HandoverRequest request, boolean silent) throws DeliveryFailure {
    handover.give(path(request.conversation()), request, silent);
  }

  @Override
  public void takeBack(String conversation) throws DeliveryFailure {
    handover.takeBack(path(conversation));
  }

  @Override
  public List<Arrival> missed(Instant since) throws DeliveryFailure {
    return missed.since(since);
  }

  @Override
  public Optional<String> register(URI webhook, boolean replacing) throws DeliveryFailure {
    return registration.register(webhook);
  }

  @Override
  public Health check() {
    try {
      JsonNode account = http.get(settings.accountId()).json();
      return JsonValues.id(account.path("id")) == null
          ? new Health(
              false,
              "What answers at %s is no Chatwoot: check it."
                  .formatted(settings.setting("url", "CHATWOOT_API_URL")))
          : new Health(true, ("Chatwoot answers. " + inboxes.notes()).strip());
    } catch (DeliveryFailure failure) {
      return ChatwootRefusals.forBots(failure)
          ? new Health(true, "Chatwoot answers. " + failure.reason())
          : new Health(false, failure.reason());
    }
  }

  /** White space may be changed on the way. */
  private static String normal(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** {@code <account's number>/conversations/<display id>}, of messaging's {@code <name>/<id>}. */
  private String path(String conversation) throws DeliveryFailure {
    int slash = conversation.lastIndexOf('/');
    String id = conversation.substring(slash + 1);
    if (slash < 0
        || !conversation.substring(0, slash).equals(settings.account())
        || !id.matches("[0-9]{1,19}")) {
      throw DeliveryFailure.refused("This is no conversation of this account of Chatwoot's.");
    }
    return settings.accountId() + "/conversations/" + id;
  }
}
