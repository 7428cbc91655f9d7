package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.LogFile;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.handover.HandoverFakes;
import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.messaging.Delivery.Kind;
import dev.sessionmanager.messaging.Delivery.State;
import dev.sessionmanager.messaging.FakeProvider.Call;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import dev.sessionmanager.messaging.Messenger.Ability;
import dev.sessionmanager.messaging.MessengerSettings.HandoverBot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deliveries in a real file to a provider that can be told to fail, without the service. */
class CourierTest {

  private final LogFile file = new LogFile();
  private final Outbox outbox = new Outbox(file.log, file.writer, file.clock);
  private final FakeProvider provider = new FakeProvider();
  private final MessagingSettings gathering =
      new MessagingSettings(
          Duration.ZERO, 1, Duration.ZERO, List.of(), Duration.ZERO, Duration.ZERO, 1, 1);
  private final MessagingFigures figures =
      new MessagingFigures(
          new SimpleMeterRegistry(),
          new MessageBuffer(gathering, file.clock),
          gathering,
          new TroubleList());
  private final HumanTakeover humans =
      TakeoverFakes.in(
          file, outbox, Duration.ofHours(1), HandoverBot.SILENT, provider.line("eco", 4096));
  private Courier courier = courier(provider.line("eco", 4096), 4);

  private Courier courier(Messenger messenger, int parallel) {
    return new Courier(
        messenger,
        outbox,
        new DeliveryRule(humans, TestSilence.optOuts(file)),
        new DeliverySettings(
            parallel,
            Duration.ofSeconds(10),
            Duration.ofSeconds(25),
            Duration.ofHours(1),
            Duration.ofSeconds(3),
            5),
        figures,
        file.clock);
  }

  /** The provider, of which nothing else can be asked. */
  private Messenger able(Set<Ability> abilities) {
    Messenger line = provider.line("eco", 4096);
    return (Messenger)
        Proxy.newProxyInstance(
            CourierTest.class.getClassLoader(),
            new Class<?>[] {Messenger.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("abilities")) {
                return abilities;
              }
              try {
                return method.invoke(line, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  @AfterEach
  void close() throws InterruptedException {
    courier.stop();
    MessagingRig.awaitTrue(courier::idle);
    file.close();
  }

  /** An answer of one part, which is to be delivered in this conversation. */
  private Delivery answer(String conversation, Kind kind, String text) {
    NewTurn turn = file.question(file.conversation(conversation).id(), "hola");
    long id = file.claims.accept(turn);
    outbox.end(
        id,
        turn,
        file.answer(text),
        List.of(new Delivery.New("whatsapp", conversation, kind, text)));
    return outbox.list(State.WAITING, 1).getFirst();
  }

  private Delivery answer(String text) {
    return answer("c", Kind.TEXT, text);
  }

  private Delivery now(Delivery delivery) {
    return outbox.byId(delivery.id()).orElseThrow();
  }

  private void awaitCount(Event event, int count) throws InterruptedException {
    MessagingRig.awaitTrue(() -> figures.count(event) == count && courier.idle());
  }

  private void pass(int seconds) {
    file.clock.advance(Duration.ofSeconds(seconds));
    courier.wake();
  }

  /** The provider gets the next message, and nobody hears of it. */
  private void arrivesUnnoticed() {
    provider.script(
        Call.SEND,
        (call, before) -> {
          if (!before) {
            throw DeliveryFailure.unknown("time-out", null);
          }
        });
  }

  private List<String> sent() {
    return provider.texts("c");
  }

  @Test
  void stillLooksForWhatMayHaveArrivedWhenItsChannelWasStoppedMeanwhile() throws Exception {
    arrivesUnnoticed();
    provider.fails(Call.FIND, 1, DeliveryFailure.stopped("401"));
    Instant begun = file.clock.instant();
    Delivery delivery = answer("hola");
    courier.start();
    awaitCount(Event.RETRIED, 1);
    assertThat(now(delivery).sentAt()).isEqualTo(begun);
    pass(11);
    MessagingRig.awaitTrue(() -> courier.stopped().isPresent() && courier.idle());
    assertThat(now(delivery).sentAt()).isEqualTo(begun);
    courier.resume();
    awaitCount(Event.DELIVERED, 1);
    assertThat(sent()).containsExactly("hola");
    assertThat(now(delivery).providerId()).isEqualTo("p1");
  }

  @Test
  void looksForNothingThatHasCertainlyNotArrived() throws Exception {
    provider.fails(Call.SEND, 1, DeliveryFailure.stopped("401"));
    Delivery delivery = answer("hola");
    courier.start();
    MessagingRig.awaitTrue(() -> courier.stopped().isPresent() && courier.idle());
    assertThat(courier.stopped()).contains("401");
    assertThat(now(delivery).sentAt()).isNull();
    assertThat(now(delivery).nextTry()).isEqualTo(file.clock.instant());
    assertThat(now(delivery).problem()).isEqualTo("401");
    provider.fails(Call.SEND, 1, DeliveryFailure.later("503", null));
    courier.resume();
    awaitCount(Event.RETRIED, 1);
    assertThat(courier.stopped()).isEmpty();
    assertThat(now(delivery).sentAt()).isNull();
    pass(25);
    awaitCount(Event.DELIVERED, 1);
    assertThat(sent()).containsExactly("hola");
    assertThat(provider.finds()).isZero();
  }

  @Test
  void sendsAgainWhatWasNotFound() throws Exception {
    provider.fails(Call.SEND, 1, DeliveryFailure.unknown("time-out", null));
    answer("hola");
    courier.start();
    awaitCount(Event.RETRIED, 1);
    pass(11);
    awaitCount(Event.DELIVERED, 1);
    assertThat(sent()).containsExactly("hola");
    assertThat(provider.finds()).isEqualTo(1);
  }

  @Test
  void sendsAgainWhereNobodyCanLook() throws Exception {
    courier = courier(able(EnumSet.noneOf(Ability.class)), 4);
    provider.holds("c", "Marta"); // which cannot be asked either
    arrivesUnnoticed();
    answer("hola");
    courier.start();
    awaitCount(Event.RETRIED, 1);
    pass(11);
    awaitCount(Event.DELIVERED, 1);
    assertThat(sent()).containsExactly("hola", "hola");
    assertThat(provider.finds()).isZero();
  }

  @Test
  void waitsTwiceAsLongEachTimeUpToTheLongestWait() throws Exception {
    provider.fails(Call.SEND, 4, DeliveryFailure.later("503", null));
    Delivery delivery = answer("hola");
    courier.start();
    int[][] bounds = {{5000, 10_000}, {10_000, 20_000}, {12_500, 25_000}, {12_500, 25_000}};
    for (int i = 0; i < bounds.length; i++) {
      awaitCount(Event.RETRIED, i + 1);
      assertThat(Duration.between(file.clock.instant(), now(delivery).nextTry()).toMillis())
          .isBetween((long) bounds[i][0], (long) bounds[i][1]);
      assertThat(now(delivery).attempts()).isEqualTo(i + 1);
      assertThat(sent()).isEmpty();
      pass(25);
    }
    awaitCount(Event.DELIVERED, 1);
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "25, 25", "26, 25"})
  void waitsAsLongAsTheProviderAsksForWithinReason(int asked, int waits) throws Exception {
    provider.fails(
        Call.SEND, 1, DeliveryFailure.later("429", null).retryAfter(Duration.ofSeconds(asked)));
    Delivery delivery = answer("hola");
    courier.start();
    awaitCount(Event.RETRIED, 1);
    assertThat(now(delivery).nextTry()).isEqualTo(file.clock.instant().plusSeconds(waits));
  }

  @Test
  void givesUpAfterItsHour() throws Exception {
    provider.fails(Call.SEND, 2, DeliveryFailure.later("503", null));
    Delivery delivery = answer("hola");
    courier.start();
    awaitCount(Event.RETRIED, 1);
    pass(3600);
    awaitCount(Event.DEAD, 1);
    assertThat(now(delivery).state()).isEqualTo(State.DEAD);
    assertThat(now(delivery).problem()).isEqualTo("503");
    assertThat(figures.count(Event.RETRIED)).isEqualTo(1);
  }

  @Test
  void leavesWhatTheProviderWillNeverTakeAndGoesOn() throws Exception {
    provider.fails(Call.SEND, 1, DeliveryFailure.refused("no such number"));
    Delivery delivery = answer("hola");
    courier.start();
    awaitCount(Event.REFUSED, 1);
    assertThat(now(delivery).state()).isEqualTo(State.REFUSED);
    assertThat(now(delivery).problem()).isEqualTo("no such number");
    answer("chau");
    courier.wake();
    awaitCount(Event.DELIVERED, 1);
    assertThat(sent()).containsExactly("chau");
  }

  @Test
  void takesAChannelThatBreaksForOneThatMayHaveSent() throws Exception {
    provider.script(
        Call.SEND,
        (call, before) -> {
          throw new IllegalStateException("broken");
        });
    Delivery delivery = answer("hola");
    courier.start();
    awaitCount(Event.RETRIED, 1);
    assertThat(now(delivery).sentAt()).isNotNull();
    assertThat(now(delivery).problem()).startsWith("the channel failed: ").endsWith("broken");
    pass(11);
    awaitCount(Event.DELIVERED, 1);
    assertThat(provider.finds()).isEqualTo(1);
  }

  @Test
  void saysNothingInAConversationThatAHumanHolds() throws Exception {
    Delivery ours = answer("hola");
    provider.holds("d", "Leo");
    Delivery theirs = answer("d", Kind.TEXT, "chau");
    file.jdbc
        .sql("insert into handovers (channel, conversation, held_by, since) values (?, ?, ?, 0)")
        .params("whatsapp", "c", "Marta")
        .update();
    courier.start();
    awaitCount(Event.SILENCED, 2);
    assertThat(now(ours).state()).isEqualTo(State.SILENCED);
    assertThat(now(ours).problem()).isEqualTo("Marta");
    assertThat(now(theirs).state()).isEqualTo(State.SILENCED);
    assertThat(now(theirs).problem()).isEqualTo("Leo");
    assertThat(provider.sent()).isEmpty();
  }

  @Test
  void handsOverAndIsSilentFromThenOn() throws Exception {
    provider.script(
        Call.HAND_OVER,
        (call, before) -> {
          if (!before) {
            throw DeliveryFailure.unknown("time-out", null);
          }
        });
    Delivery delivery = answer("c", Kind.HANDOVER, "");
    file.log.append(
        HandoverFakes.in(file)
            .ask(
                new HandoverRequest(
                    "whatsapp",
                    "c",
                    "Ana",
                    "eco",
                    "asked",
                    "",
                    "",
                    "",
                    file.clock.instant(),
                    null)));
    courier.start();
    awaitCount(Event.RETRIED, 1);
    pass(11);
    MessagingRig.awaitTrue(() -> now(delivery).state() == State.DELIVERED && courier.idle());
    assertThat(provider.handedOver()).containsExactly("c", "c");
    assertThat(provider.finds()).as("done twice, it is done once").isZero();
    assertThat(humans.holder("whatsapp", "c")).contains("handed over by the agent");
    assertThat(humans.list(9).getFirst().state()).isEqualTo(Handover.State.WAITING);
    assertThat(figures.count(Event.DELIVERED)).isZero();
  }

  @Test
  void sendsInSoManyConversationsAtOnceAndOneMessageAtATimeInEach() throws Exception {
    courier = courier(provider.line("eco", 4096), 2);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      provider.script(
          Call.SEND,
          (call, before) -> {
            if (before) {
              begun.countDown();
              await(release);
            }
          });
    }
    answer("1");
    answer("2");
    for (String other : List.of("d", "e", "f")) {
      answer(other, Kind.TEXT, "x");
    }
    courier.start();
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(courier.idle()).isFalse();
    assertThat(outbox.list(State.SENDING, 9))
        .extracting(Delivery::conversation)
        .containsExactlyInAnyOrder("c", "d");
    assertThat(provider.sent()).isEmpty();
    release.countDown();
    awaitCount(Event.DELIVERED, 5);
    assertThat(sent()).containsExactly("1", "2");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void pausesWhileTheOutboxCannotBeWritten() throws Exception {
    file.jdbc
        .sql(
            "create trigger full before update on deliveries begin select raise(abort, 'full');"
                + " end")
        .update();
    CountDownLatch asked = new CountDownLatch(1);
    provider.script(Call.HELD_BY, (call, before) -> asked.countDown());
    answer("hola");
    courier.start();
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    MessagingRig.awaitTrue(courier::idle);
    assertThat(provider.sent()).isEmpty();
    file.jdbc.sql("drop trigger full").update();
    pass(5);
    awaitCount(Event.DELIVERED, 1);
    assertThat(sent()).containsExactly("hola");
  }

  @Test
  void beginsNothingOnceItIsStopped() throws Exception {
    answer("1");
    courier.start();
    awaitCount(Event.DELIVERED, 1);
    courier.stop();
    answer("2");
    Courier next = courier(provider.line("eco", 4096), 4);
    next.start();
    awaitCount(Event.DELIVERED, 2);
    next.stop();
    assertThat(sent()).containsExactly("1", "2");
  }
}
