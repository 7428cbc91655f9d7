package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.LogFile;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.database.TestDatabase;
import dev.sessionmanager.messaging.Delivery.State;
import dev.sessionmanager.messaging.MessengerSettings.HandoverBot;
import dev.sessionmanager.trace.Audit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages received and replies to be sent, in a real file. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class OutboxTest {

  private static final Account WHATSAPP = new Account("whatsapp", "");
  private static final Account CHATWOOT = new Account("chatwoot", "");
  private static final Audit.Actor WHO = Audit.Actor.operator("test");

  private final LogFile file;
  private final Inbox inbox;
  private final Outbox outbox;
  private final HumanTakeover humans;
  private final MessageCleaning cleaning;

  OutboxTest(TestDatabase kind) {
    file = new LogFile(kind);
    inbox = new Inbox(file.log, file.claims, file.writer, TestSilence.optOuts(file), file.clock);
    outbox = new Outbox(file.log, file.writer, file.clock);
    humans = TakeoverFakes.in(file, outbox, Duration.ZERO, HandoverBot.GOES_ON);
    cleaning =
        new MessageCleaning(
            file.jdbc,
            new KeepingSettings(Duration.ofDays(7), Duration.ofDays(30)),
            new AutomaticSettings(
                "", Duration.ofDays(1), Duration.ofSeconds(2), Duration.ofMinutes(1)),
            file.clock);
  }

  @AfterEach
  void close() {
    file.close();
  }

  private Arrival message(String channel, String id) {
    return new Arrival(
        channel,
        id,
        "1/42",
        "p",
        "",
        "text of " + id,
        null,
        false,
        Locale.forLanguageTag("es"),
        file.clock.instant(),
        file.clock.instant(),
        "0".repeat(32));
  }

  private Arrival.Row receive(String id) {
    return inbox.receive(message("whatsapp", id)).orElseThrow();
  }

  private Delivery.New part(String conversation, String text) {
    return new Delivery.New("whatsapp", conversation, Delivery.Kind.TEXT, text);
  }

  /** Answers with these parts; the first delivery. */
  private long answer(String conversation, String... parts) {
    Conversation c = file.conversation(conversation);
    NewTurn turn = file.question(c.id(), "hola");
    long id = file.claims.accept(turn);
    List<Delivery.New> all = new ArrayList<>();
    for (String text : parts) {
      all.add(part(conversation, text));
    }
    outbox.end(id, turn, file.answer("x"), all);
    return id;
  }

  private List<String> due() {
    return outbox.due(WHATSAPP, 10).stream().map(Delivery::text).toList();
  }

  @Test
  void keepsAMessageOnceByItsChannelAndId() {
    assertThat(inbox.receive(message("whatsapp", "m1"))).isPresent();
    assertThat(inbox.receive(message("whatsapp", "m1"))).isEmpty();
    assertThat(inbox.receive(message("chatwoot", "m1"))).isPresent();
    assertThat(inbox.waiting(List.of(WHATSAPP), 10)).hasSize(1);
    assertThat(inbox.waiting(List.of(WHATSAPP, CHATWOOT), 10)).hasSize(2);
    assertThat(inbox.waiting(List.of(), 10)).isEmpty();
  }

  @Test
  void keepsOneOfManyThatComeAtTheSameTime() throws Exception {
    int kept = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Arrival message = message("whatsapp", "m" + i % 20);
        all.add(threads.submit(() -> inbox.receive(message).isPresent()));
      }
      for (Future<Boolean> one : all) {
        kept += one.get() ? 1 : 0;
      }
    }
    assertThat(kept).isEqualTo(20);
  }

  @Test
  void joinsMessagesInATurnAllOrNone() {
    Arrival.Row first = receive("m1");
    Arrival.Row second = receive("m2");
    NewTurn turn = file.question(file.conversation("c").id(), "both");
    long id = inbox.join(turn, List.of(first.id(), second.id()));
    assertThat(inbox.waiting(List.of(WHATSAPP), 10)).isEmpty();
    assertThat(inbox.of(id)).containsExactly(first, second);

    Arrival.Row third = receive("m3");
    assertThatThrownBy(() -> inbox.join(turn, List.of(third.id(), second.id())))
        .isInstanceOf(LogFailure.class);
    assertThat(inbox.waiting(List.of(WHATSAPP), 10)).containsExactly(third);
    inbox.drop(List.of(third.id(), second.id()));
    assertThat(inbox.waiting(List.of(WHATSAPP), 10)).isEmpty();
    assertThat(inbox.of(id)).hasSize(2);
    assertThatThrownBy(() -> inbox.join(turn, List.of(third.id()))).isInstanceOf(LogFailure.class);
  }

  @Test
  void hasMessagesOfAStoppedTurnWaitAgain() {
    Arrival.Row first = receive("m1");
    NewTurn turn = file.question(file.conversation("c").id(), "one");
    long id = inbox.join(turn, List.of(first.id()));
    inbox.reopen(
        id, turn, Outcome.failed(Outcome.Status.CANCELLED, "answer_stopped", file.clock.instant()));
    assertThat(inbox.waiting(List.of(WHATSAPP), 10)).containsExactly(first);
    assertThat(file.turns.unfinished(0, 10)).isEmpty();
  }

  @Test
  void offersTheFirstOpenPartOfEachConversation() {
    answer("a", "a1", "a2");
    answer("b", "b1");
    answer("a", "a3");
    assertThat(due()).containsExactly("a1", "b1");
    Delivery first = outbox.due(WHATSAPP, 10).getFirst();
    outbox.sending(first);
    assertThat(due()).containsExactly("a1", "b1");
    assertThat(outbox.sendingIn("whatsapp", "a")).hasSize(1);
    outbox.delivered(first, "p1");
    assertThat(due()).containsExactly("a2", "b1");
    assertThat(outbox.sent(WHATSAPP, "p1")).isTrue();
    assertThat(outbox.sent(CHATWOOT, "p1")).isFalse();
    assertThat(outbox.due(CHATWOOT, 10)).isEmpty();
  }

  @Test
  void keepsOthersBackBehindOneThatIsTriedLater() {
    answer("a", "a1", "a2");
    Delivery first = outbox.due(WHATSAPP, 10).getFirst();
    outbox.sending(first);
    outbox.putOff(first, null, file.clock.instant().plusSeconds(5), "503");
    assertThat(due()).isEmpty();
    assertThat(outbox.anyOpen(WHATSAPP)).isTrue();
    assertThat(outbox.anyOpen(CHATWOOT)).isFalse();
    file.clock.advance(Duration.ofSeconds(5));
    Delivery again = outbox.due(WHATSAPP, 10).getFirst();
    assertThat(again.state()).isEqualTo(State.WAITING);
    assertThat(again.sentAt()).isNull();
    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.problem()).isEqualTo("503");
  }

  @Test
  void remembersSinceWhenItIsUnknownWhetherOneHasArrived() {
    answer("a", "a1");
    Delivery first = outbox.due(WHATSAPP, 10).getFirst();
    outbox.sending(first);
    Delivery sending = outbox.byId(first.id()).orElseThrow();
    assertThat(sending.sentAt()).isEqualTo(file.clock.instant());
    outbox.putOff(first, sending.sentAt(), file.clock.instant(), "time-out");
    file.clock.advance(Duration.ofSeconds(60));
    outbox.sending(first);
    Delivery again = outbox.byId(first.id()).orElseThrow();
    assertThat(again.sentAt()).isEqualTo(sending.sentAt());
    outbox.ended(again, State.DEAD, "time-out");
    assertThat(outbox.retry(first.id())).isTrue();
    assertThat(outbox.byId(first.id()).orElseThrow().state()).isEqualTo(State.SENDING);
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"REFUSED", "DEAD", "SILENCED"})
  void endsTheRestOfAReplyWithAPartThatFails(State state) {
    answer("a", "a1", "a2", "a3");
    answer("a", "a4");
    outbox.delivered(outbox.due(WHATSAPP, 1).getFirst(), "p1");
    Delivery second = outbox.due(WHATSAPP, 1).getFirst();
    outbox.ended(second, state, "why");
    assertThat(due()).containsExactly("a4");
    assertThat(outbox.list(state, 10).stream().map(Delivery::text)).containsExactly("a3", "a2");
    boolean again = state != State.SILENCED;
    assertThat(outbox.retry(second.id())).isEqualTo(again);
    assertThat(due()).containsExactly(again ? "a2" : "a4");
    assertThat(outbox.drop(second.id())).isEqualTo(again);
    assertThat(due()).containsExactly("a4");
    assertThat(outbox.list(State.DELIVERED, 9)).hasSize(1);
    assertThat(outbox.list(State.WAITING, 9)).hasSize(1);
  }

  @Test
  void dropsWhatWaitsInAConversationThatAHumanTakes() {
    answer("a", "a1", "a2");
    answer("b", "b1");
    outbox.sending(outbox.due(WHATSAPP, 1).getFirst());
    humans.silence("whatsapp", "a", "Marta", file.clock.instant().plusSeconds(60), WHO);
    assertThat(outbox.list(State.SILENCED, 9).stream().map(Delivery::text)).containsExactly("a2");
    assertThat(outbox.list(State.SENDING, 9).stream().map(Delivery::text)).containsExactly("a1");
    assertThat(humans.holder("whatsapp", "a")).contains("Marta");
    assertThat(humans.holder("whatsapp", "b")).isEmpty();
    assertThat(humans.holder("chatwoot", "a")).isEmpty();
    file.clock.advance(Duration.ofSeconds(60));
    assertThat(humans.holder("whatsapp", "a")).isEmpty();
    assertThat(humans.list(9)).isEmpty();
    humans.silence("whatsapp", "a", "Leo", null, WHO);
    assertThat(humans.list(9)).hasSize(1);
    humans.unsilence("whatsapp", "a", WHO);
    assertThat(humans.holder("whatsapp", "a")).isEmpty();
  }

  @Test
  void writesNothingForAConversationThatWasDeletedMeanwhile() {
    Conversation c = file.conversation("a");
    NewTurn turn = file.question(c.id(), "hola");
    long id = file.claims.accept(turn);
    file.conversations.delete(c);
    outbox.end(id, turn, file.answer("x"), List.of(part("a", "a1")));
    assertThat(due()).isEmpty();
  }

  @Test
  void forgetsWhatNobodyNeedsAndKeepsWhatWaits() {
    Arrival.Row answered = receive("m1");
    Arrival.Row open = receive("m2");
    receive("m3");
    Conversation c = file.conversation("a");
    NewTurn turn = file.question(c.id(), "x");
    outbox.end(inbox.join(turn, List.of(answered.id())), turn, file.answer("x"), List.of());
    inbox.join(turn, List.of(open.id()));
    answer("b", "b1");
    outbox.delivered(outbox.due(WHATSAPP, 1).getFirst(), "p1");
    answer("c", "c1");
    outbox.ended(outbox.due(WHATSAPP, 1).getFirst(), State.DEAD, "why");
    answer("d", "d1");
    inbox.quarantine("whatsapp", "q1", "two people");
    file.clock.advance(Duration.ofDays(6));
    cleaning.clean();
    assertThat(inbox.receive(message("whatsapp", "m1"))).as("still known").isEmpty();
    file.clock.advance(Duration.ofDays(2));
    cleaning.clean();
    assertThat(inbox.receive(message("whatsapp", "m1"))).isPresent();
    assertThat(inbox.receive(message("whatsapp", "m2"))).isEmpty();
    assertThat(inbox.receive(message("whatsapp", "m3"))).isEmpty();
    assertThat(outbox.sent(WHATSAPP, "p1")).isFalse();
    assertThat(states()).containsOnly(State.DEAD, State.WAITING);
    assertThat(inbox.quarantined(9)).hasSize(1);
    file.clock.advance(Duration.ofDays(23));
    cleaning.clean();
    assertThat(states()).containsOnly(State.WAITING);
    assertThat(inbox.quarantined(9)).isEmpty();
  }

  @Test
  void forgetsHandoversThatAreOver() {
    humans.silence("whatsapp", "a", "Marta", file.clock.instant().plusSeconds(60), WHO);
    humans.silence("whatsapp", "b", "Marta", file.clock.instant().plusSeconds(61), WHO);
    humans.silence("whatsapp", "c", "Leo", null, WHO);
    cleaning.clean();
    assertThat(rows("handovers")).isEqualTo(3);
    file.clock.advance(Duration.ofMillis(60_001));
    cleaning.clean();
    assertThat(rows("handovers")).isEqualTo(2);
    assertThat(humans.holder("whatsapp", "b")).isPresent();
    assertThat(humans.holder("whatsapp", "c")).isPresent();
  }

  /** The states of all deliveries. */
  private List<State> states() {
    return Arrays.stream(State.values()).filter(state -> !outbox.list(state, 1).isEmpty()).toList();
  }

  private int rows(String table) {
    return file.jdbc.sql("select count(*) from " + table).query(Integer.class).single();
  }
}
