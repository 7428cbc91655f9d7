package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionmanager.Service;
import dev.sessionmanager.channel.chatwoot.ChatwootSettings.Assigned;
import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.http.BrokenTls;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.DeliveryFailure.Kind;
import dev.sessionmanager.messaging.HumanTakeover;
import dev.sessionmanager.messaging.LeftAssignees;
import dev.sessionmanager.messaging.MessagingService;
import dev.sessionmanager.messaging.MessengerContract;
import dev.sessionmanager.messaging.SettingNames;
import dev.sessionmanager.messaging.WebhookSecrets;
import dev.sessionmanager.problem.Health;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.MessageSource;
import org.springframework.util.unit.DataSize;

/** Calls of Chatwoot, and each way in which they fail. */
class ChatwootClientTest {

  private static final String HERE = "1/42";
  private static final String MESSAGES = "/api/v1/accounts/1/conversations/42/messages";

  /** For what messengers know of the gateway; it has no Chatwoot of its own. */
  private static final Service service = Service.start();

  private final ChatwootStub chatwoot = new ChatwootStub();
  private final ChatwootConversation conversation = chatwoot.conversation(42);
  private final ChatwootClient client = client(service, chatwoot.url(), ChatwootStub.TOKEN);

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    chatwoot.close();
  }

  static ChatwootClient client(Service service, String url, String token) {
    return client(service.bean(OutboundHttp.class), service, url, token);
  }

  private static ChatwootClient client(
      OutboundHttp http, Service service, String url, String token) {
    ChatwootSettings settings =
        new ChatwootSettings(
            "",
            SettingNames.VARIABLES,
            URI.create(url),
            token,
            "1",
            List.of(),
            "royal",
            List.of(),
            Set.of("pending", "open"),
            Assigned.ASSIGNED,
            "humano",
            "4",
            "7",
            "high",
            2000,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            4,
            DataSize.ofKilobytes(64),
            60);
    OwnUser own = new OwnUser(http, settings, Clock.systemUTC());
    return new ChatwootClient(
        http,
        settings,
        new ChatwootArrivals(
            settings,
            service.bean(MessageSource.class),
            service.bean(MessageSettings.class),
            false,
            Clock.systemUTC()),
        new ChatwootHumans(
            service.bean(MessagingService.class),
            service.bean(PhoneSettings.class),
            Clock.systemUTC()),
        new Holding(settings, own, service.bean(LeftAssignees.class), key -> false),
        service.bean(WebhookSecrets.class),
        service.bean(MessageSource.class),
        Clock.systemUTC());
  }

  private static DeliveryFailure failure(Callable<?> call) {
    DeliveryFailure failure = catchThrowableOfType(DeliveryFailure.class, call::call);
    assertThat(failure).isNotNull();
    assertThat(failure.reason()).endsWith(".").doesNotContain(ChatwootStub.TOKEN, "Hola");
    return failure;
  }

  private DeliveryFailure failure() {
    return failure(() -> client.send(HERE, "Hola", "r1"));
  }

  @Test
  void sendsAsTheContractHasIt() throws Exception {
    String id = client.send(HERE, "Hola,\n¿qué tal? 👋", "r1");
    assertThat(id).isEqualTo(conversation.page(0).getLast().path("id").asString());
    ChatwootStub.Request request = chatwoot.requests("POST", MESSAGES).getFirst();
    assertThat(request.token()).isEqualTo(ChatwootStub.TOKEN);
    assertThat(request.body())
        .isEqualTo(
            new tools.jackson.databind.json.JsonMapper()
                .valueToTree(
                    Map.of(
                        "content",
                        "Hola,\n¿qué tal? 👋",
                        "message_type",
                        "outgoing",
                        "private",
                        false)));
    assertThat(client.reached()).isTrue();
  }

  @Test
  void showsThatItIsTypingAndMindsNoFailure() {
    client.typing(HERE, true);
    client.typing(HERE, false);
    String path = "/api/v1/accounts/1/conversations/42/toggle_typing_status";
    assertThat(
            chatwoot.requests("POST", path).stream()
                .map(r -> r.body().path("typing_status").asString()))
        .containsExactly("on", "off");
    assertThat(chatwoot.requests.getFirst().body().path("is_private").asBoolean(true)).isFalse();
    chatwoot.down(ChatwootStub.status(401, "{\"error\":\"x\"}"));
    assertThatCode(() -> client.typing(HERE, true)).doesNotThrowAnyException();
    chatwoot.close();
    assertThatCode(() -> client.typing(HERE, true)).doesNotThrowAnyException();
    assertThatCode(() -> client.typing("1/../2", true)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "pending, , , ''",
    "open, , , ''",
    "pending, Marta, , ''",
    "open, Marta, , agent Marta",
    "open, bot, , ''",
    "open, Royal, , ''",
    "pending, , humano, label humano",
    "pending, , HUMANO, label humano",
    "pending, , vip, ''",
    "resolved, , , status resolved",
    "snoozed, , , status snoozed"
  })
  void asksWhoHoldsAConversation(
      String status, @Nullable String assignee, @Nullable String label, String holder)
      throws Exception {
    conversation.status(status);
    if ("bot".equals(assignee)) {
      conversation.assignToBot();
    } else {
      conversation.assign(assignee);
    }
    if (label != null) {
      conversation.label(label);
    }
    assertThat(client.heldBy(HERE)).isEqualTo(Optional.of(holder).filter(h -> !h.isEmpty()));
  }

  @Test
  void saysNothingWhereTheInboxTakesNoReplyAnyMore() throws Exception {
    conversation.windowOver();
    assertThat(client.heldBy(HERE)).contains("the inbox, whose time for a reply is over");
  }

  @Test
  void handsOverSoThatHumansSeeIt() throws Exception {
    conversation.label("vip");
    client.handOver(MessengerContract.waiting(HERE), false);
    client.handOver(MessengerContract.waiting(HERE), false); // the first time may have failed late
    assertThat(conversation.status()).isEqualTo("open");
    assertThat(conversation.labels()).containsExactlyInAnyOrder("vip", "humano");
    assertThat(chatwoot.labels()).contains("humano");
    assertThat(conversation.notes()).hasSize(1);
    assertThat(conversation.notes().getFirst())
        .contains("Ana Pérez", "pide una persona", "quiero hablar con una persona", "el bot");
    assertThat(conversation.assigned())
        .containsEntry("team_id", 4L)
        .containsEntry("assignee_id", 7L);
    assertThat(conversation.priority()).isEqualTo("high");
  }

  @Test
  void handsOverWithWhatItMay() throws Exception {
    chatwoot.refuses("/labels");
    chatwoot.refuses("/assignments");
    client.handOver(MessengerContract.waiting(HERE), true);
    assertThat(conversation.notes()).hasSize(1);
    assertThat(conversation.status()).isEqualTo("open");
  }

  @Test
  void givesBackByTakingTheSignsAway() throws Exception {
    conversation.label("vip");
    client.handOver(MessengerContract.waiting(HERE), false);
    assertThat(client.heldBy(HERE)).isPresent();
    client.takeBack(HERE);
    assertThat(conversation.labels()).containsExactly("vip");
    assertThat(conversation.assigned()).containsEntry("assignee_id", 0L);
    assertThat(client.heldBy(HERE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, {}, REFUSED, ''",
    "401, '{\"error\":\"Invalid Access Token\"}', STOPPED, CHATWOOT_API_TOKEN",
    "401, '{\"error\":\"You are not authorized to do this action\"}', REFUSED, no member",
    "401, '{\"error\":\"Access to this endpoint is not authorized for bots\"}', REFUSED, of a user",
    "402, {}, STOPPED, paid",
    "403, {}, REFUSED, ''",
    "404, '{\"error\":\"Resource could not be found\"}', REFUSED, no such conversation",
    "422, '{\"error\":\"Validation failed: Content is too long Hola\"}', REFUSED, invalid",
    "422, '{\"error\":\"Validation failed: Too many messages\"}', LATER, 200 messages a minute",
    "429, Retry later, LATER, no more calls",
    "301, {}, STOPPED, CHATWOOT_API_URL",
    "500, {}, UNKNOWN, failed",
    "502, <html>, UNKNOWN, failed",
    "503, {}, LATER, not available",
    "504, {}, UNKNOWN, failed",
    "200, <html>, UNKNOWN, no id",
    "200, '{\"id\":null}', UNKNOWN, no id"
  })
  void tellsWhatToDoAboutEachStatus(int status, String body, Kind kind, String reason) {
    chatwoot.next(ChatwootStub.status(status, body));
    DeliveryFailure failure = failure();
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.reason()).contains(reason);
  }

  @Test
  void waitsAsLongAsChatwootWants() {
    chatwoot.next(ChatwootStub.status(429, "Retry later", "Retry-After", "37"));
    assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(37));
    chatwoot.next(ChatwootStub.status(422, "{\"error\":\"Validation failed: Too many messages\"}"));
    assertThat(failure().retryAfter()).isEqualTo(Duration.ofMinutes(1));
    chatwoot.next(ChatwootStub.status(503, "{}", "Retry-After", "Thu, 01 Jan 2099 00:00:00 GMT"));
    assertThat(failure().retryAfter()).isGreaterThan(Duration.ofDays(10_000));
    chatwoot.next(ChatwootStub.status(429, "", "Retry-After", "soon"));
    assertThat(failure().retryAfter()).isNull();
  }

  @Test
  void stopsAtTwoHundredMessagesAMinuteUntilTheyMayGoOn() throws Exception {
    for (int i = 0; i < 200; i++) {
      client.send(HERE, "Mensaje " + i, "r" + i);
    }
    assertThat(failure().kind()).isEqualTo(Kind.LATER);
    assertThat(conversation.replies()).hasSize(200);
  }

  @Test
  void saysThatAMessageMayHaveArrived() throws Exception {
    chatwoot.next(
        ChatwootStub.brokenOff(), ChatwootStub.storedThenBrokenOff(), chatwoot.storedThenSilent());
    for (int i = 0; i < 3; i++) {
      assertThat(failure().kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(client.reached()).isFalse();
    }
    assertThat(conversation.replies()).hasSize(2);
    client.heldBy(HERE);
    assertThat(client.reached()).isTrue();
  }

  @Test
  void saysThatAMessageHasNotArrivedWhereNobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (ChatwootClient alone = client(service, "http://127.0.0.1:" + port, "x");
        ChatwootClient nowhere = client(service, "http://no-such-host.invalid", "x")) {
      assertThat(failure(() -> alone.send(HERE, "Hola", "r")).kind()).isEqualTo(Kind.LATER);
      assertThat(failure(() -> nowhere.send(HERE, "Hola", "r")).kind()).isEqualTo(Kind.LATER);
      assertThat(alone.reached()).isFalse();
      assertThat(alone.check())
          .isEqualTo(new Health(false, "Chatwoot cannot be reached: check CHATWOOT_API_URL."));
    }
  }

  @Test
  void saysThatAMessageMayHaveArrivedWhoseConnectionBrokeOnceItStood() throws Exception {
    try (BrokenTls broken = new BrokenTls();
        ChatwootClient secure = client(broken.http(), service, broken.url(), "x")) {
      assertThat(failure(() -> secure.send(HERE, "Hola", "r")).kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(broken.requests).hasSize(1);
    }
  }

  @Test
  void neverTakesALookForUnknown() {
    for (ChatwootStub.Fault fault :
        List.of(
            ChatwootStub.brokenOff(),
            chatwoot.storedThenSilent(),
            ChatwootStub.status(500, "{}"),
            ChatwootStub.status(200, "<html>"))) {
      chatwoot.down(fault);
      Instant now = Instant.now();
      assertThat(failure(() -> client.heldBy(HERE)).kind()).isEqualTo(Kind.LATER);
      assertThat(failure(() -> client.find(HERE, "x", "r", now)).kind()).isEqualTo(Kind.LATER);
      assertThat(failure(() -> client.missed(now)).kind()).isEqualTo(Kind.LATER);
    }
  }

  @Test
  void readsNoMoreThanItMay() {
    chatwoot.next(ChatwootStub.status(200, "{\"id\":\"" + "x".repeat(100_000) + "\"}"));
    assertThat(failure().kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void endsACallThatTricklesIn() {
    chatwoot.next(trickle());
    long start = System.nanoTime();
    assertThat(failure().kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  /** A byte every 200 ms, so that no time-out between two of them ends it. */
  private ChatwootStub.Fault trickle() {
    return new ChatwootStub.Fault() {
      @Override
      public boolean stores() {
        return false;
      }

      @Override
      public void answer(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        var never = new java.util.concurrent.CountDownLatch(1);
        try {
          while (!never.await(200, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  @Test
  void saysThatNothingWasSentOnceItIsClosed() throws IOException {
    client.close();
    assertThat(failure().kind()).isEqualTo(Kind.LATER);
    assertThat(chatwoot.requests).isEmpty();
  }

  @Test
  void endsAtOnceWhenItIsInterrupted() throws Exception {
    chatwoot.next(chatwoot.storedThenSilent());
    var failed = new java.util.concurrent.atomic.AtomicReference<DeliveryFailure>();
    Thread sender = Thread.startVirtualThread(() -> failed.set(failure()));
    assertThat(chatwoot.stored(1, 30)).isTrue();
    long start = System.nanoTime();
    sender.interrupt();
    sender.join();
    assertThat(failed.get().kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(800));
  }

  @Test
  void findsWhetherAMessageHasArrived() throws Exception {
    Instant since = Instant.now();
    assertThat(client.find(HERE, "Hola", "r1", since)).isEmpty();
    chatwoot.next(ChatwootStub.storedThenStatus(504));
    assertThat(failure().kind()).isEqualTo(Kind.UNKNOWN);
    String id = conversation.page(0).getLast().path("id").asString();
    assertThat(client.find(HERE, " Hola\n", "r1", since)).contains(id);
    assertThat(client.find(HERE, "Hola!", "r1", since)).isEmpty();
    assertThat(client.find(HERE, "Hola", "r1", since.plusSeconds(60))).isEmpty();
    chatwoot.conversation(43);
    assertThat(client.find("1/43", "Hola", "r1", since)).isEmpty();
  }

  @Test
  void takesNoOtherMessageWithTheSameWordsForIt() throws Exception {
    String id = client.send(HERE, "Hola", "r1");
    assertThat(client.find(HERE, "Hola", "r1", Instant.now())).contains(id);
    conversation.incoming(chatwoot.nextMessageId(), "Hola", Instant.now());
    assertThat(client.find(HERE, "Hola", "r2", Instant.now())).isEmpty();
  }

  @Test
  void findsItBehindManyNewerMessages() throws Exception {
    Instant since = Instant.now();
    chatwoot.next(ChatwootStub.storedThenBrokenOff());
    assertThat(failure().kind()).isEqualTo(Kind.UNKNOWN);
    String id = conversation.page(0).getLast().path("id").asString();
    for (int i = 0; i < 70; i++) {
      conversation.incoming(chatwoot.nextMessageId(), "¿Hola? " + i, Instant.now());
    }
    assertThat(client.find(HERE, "Hola", "r1", since)).contains(id);
    assertThat(chatwoot.requests("GET", MESSAGES)).hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void looksForWhatWasMissed() throws Exception {
    Instant down = Instant.now().minusSeconds(3600);
    Instant then = down.plusSeconds(600);
    conversation.incoming(1, "vieja", down.minusSeconds(1000));
    conversation.outgoing(2, "respondida", false);
    writes(
        43,
        "uno",
        down.minusSeconds(1000),
        "dos",
        then.plusSeconds(1),
        "tres",
        then.plusSeconds(2));
    writes(44, "de un humano", then);
    chatwoot.conversation(44).assign("Marta");
    chatwoot.conversation(44).status("open");
    writes(45, "con etiqueta", then);
    chatwoot.conversation(45).label("humano");
    writes(46, "abierta", then);
    chatwoot.conversation(46).status("open");
    writes(47, "resuelta", then);
    chatwoot.conversation(47).status("resolved");
    assertThat(client.missed(down).stream().map(a -> a.conversation() + ' ' + a.text()))
        .containsExactly("1/46 abierta", "1/43 dos", "1/43 tres");
    assertThat(client.missed(down).getFirst().person()).isEqualTo("1/contact/346");
    assertThat(client.missed(down).getFirst().writtenAt().getEpochSecond())
        .isEqualTo(then.getEpochSecond());
  }

  private void writes(long id, Object... textsAndTimes) {
    for (int i = 0; i < textsAndTimes.length; i += 2) {
      chatwoot
          .conversation(id)
          .incoming(
              chatwoot.nextMessageId(), (String) textsAndTimes[i], (Instant) textsAndTimes[i + 1]);
    }
  }

  @Test
  void doesNotAnswerWhereAHumanHasAnsweredMeanwhile() throws Exception {
    Instant down = Instant.now().minusSeconds(3600);
    writes(48, "¿hay alguien?", down.plusSeconds(1));
    chatwoot.conversation(48).agentWrites(8000, "Sí, Marta", down.plusSeconds(2));
    writes(48, "gracias, otra cosa", down.plusSeconds(3));
    assertThat(client.missed(down)).isEmpty();
    assertThat(service.bean(HumanTakeover.class).holder("chatwoot", "1/48")).isPresent();
  }

  @Test
  void looksThroughAsManyConversationsAsItMay() throws Exception {
    Instant down = Instant.now().minusSeconds(3600);
    for (int i = 0; i < 100; i++) {
      writes(1000 + i, "hola " + i, down.plusSeconds(i));
    }
    assertThat(client.missed(down)).hasSize(60);
    assertThat(client.missed(down).getLast().text()).isEqualTo("hola 99");
    assertThat(chatwoot.requests("GET", "/api/v1/accounts/1/conversations")).hasSize(8);
  }

  @Test
  void worksWithTheTokenOfAnAgentBotWhichMayNotLook() throws Exception {
    chatwoot.tokenIsOfBot();
    client.send(HERE, "Hola", "r1");
    assertThat(client.heldBy(HERE)).isEmpty();
    assertThat(client.check().up()).isTrue();
    assertThat(client.check().detail()).contains("should be that of a user");
    Instant now = Instant.now();
    assertThat(failure(() -> client.find(HERE, "Hola", "r1", now)).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void checksItself() throws IOException {
    assertThat(client.check()).isEqualTo(new Health(true, "Chatwoot answers."));
    try (ChatwootClient stranger = client(service, chatwoot.url(), "wrong")) {
      assertThat(stranger.check())
          .isEqualTo(
              new Health(false, "Chatwoot rejects the token (401): check CHATWOOT_API_TOKEN."));
      assertThat(stranger.reached()).isFalse();
    }
    chatwoot.down(ChatwootStub.status(200, "<html>"));
    assertThat(client.check())
        .isEqualTo(new Health(false, "What answers at CHATWOOT_API_URL is no Chatwoot: check it."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "42", "1/", "1/42/messages", "1/../42", "1/4 2", "a/b"})
  void callsNothingThatIsNoConversation(String name) {
    assertThat(failure(() -> client.send(name, "Hola", "r")).kind()).isEqualTo(Kind.REFUSED);
    assertThat(chatwoot.requests).isEmpty();
  }
}
