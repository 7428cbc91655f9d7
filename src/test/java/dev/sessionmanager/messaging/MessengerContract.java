package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.messaging.DeliveryFailure.Kind;
import dev.sessionmanager.messaging.Messenger.Ability;
import dev.sessionmanager.problem.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every messenger promises; each channel holds it against a server that behaves as its
 * provider does. Time-outs of the messenger under test are to be short.
 */
public abstract class MessengerContract {

  /** What the provider does to all that it is asked from now on. */
  public enum Fault {
    /** Nothing listens there. */
    REFUSES_CONNECTIONS(Set.of(Kind.LATER)),
    /** It does what it is asked, then breaks the connection off in place of an answer. */
    BREAKS_OFF(Set.of(Kind.UNKNOWN)),
    /** It does what it is asked, and never answers. */
    HANGS(Set.of(Kind.UNKNOWN)),
    /** 401: the token is wrong. */
    UNAUTHORIZED(Set.of(Kind.STOPPED)),
    /** There is no such conversation or number, in the provider's own form. */
    NO_SUCH_CONVERSATION(Set.of(Kind.REFUSED)),
    /** The provider's answer to what it will never take. */
    INVALID(Set.of(Kind.REFUSED)),
    /** 429 with a Retry-After of 7 seconds; nothing was done. */
    TOO_MANY(Set.of(Kind.LATER)),
    /** 500; nothing was done. */
    FAILS(Set.of(Kind.LATER, Kind.UNKNOWN)),
    /** 200 or 201 with a page of HTML; nothing was done. */
    TALKS_NONSENSE(Set.of(Kind.LATER, Kind.UNKNOWN));

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is
    private final Set<Kind> expected;

    Fault(Set<Kind> expected) {
      this.expected = expected;
    }
  }

  /** The one under test, connected to a provider that works. */
  protected abstract Messenger messenger();

  /** A conversation that there is, and that the bot may speak in. */
  protected abstract String conversation();

  /** Texts that have arrived in it, in their order. */
  protected abstract List<String> arrived();

  protected abstract void fault(Fault fault);

  /** A human holds the conversation, or no longer. */
  protected abstract void held(boolean byHuman);

  /** A customer writes in it, while the service is down. */
  protected abstract void customerWrites(String text, String messageId, Instant at);

  /** Whether the provider has been told to give the conversation to a human. */
  protected abstract boolean handedOver();

  /** What must never be read in a failure. */
  protected abstract String secret();

  private boolean can(Ability ability) {
    return messenger().abilities().contains(ability);
  }

  private static DeliveryFailure failure(ThrowingCallable call) {
    DeliveryFailure failure = catchThrowableOfType(DeliveryFailure.class, call);
    assertThat(failure).as("a failure").isNotNull();
    return failure;
  }

  private static Instant anHourAgo() {
    return Instant.now().minus(Duration.ofHours(1));
  }

  @Test
  void sendsAndNamesWhatItHasSent() throws Exception {
    String id = messenger().send(conversation(), "Hola 👋\n\n«ñandú» & <b>", "sm-1-0");
    String other = messenger().send(conversation(), "otra", "sm-1-1");
    assertThat(id).isNotBlank().isNotEqualTo(other);
    assertThat(arrived()).containsExactly("Hola 👋\n\n«ñandú» & <b>", "otra");
    assertThat(messenger().reached()).isTrue();
  }

  @Test
  void sendsTheLongestTextWhole() throws Exception {
    String text = "á".repeat(messenger().provider().maxChars());
    messenger().send(conversation(), text, "sm-1-0");
    assertThat(arrived()).containsExactly(text);
  }

  @Test
  void findsWhatArrivedAndNothingElse() throws Exception {
    Instant since = anHourAgo();
    if (!can(Ability.FINDS_SENT)) {
      assertThatThrownBy(() -> messenger().find(conversation(), "hola", "sm-1-0", since))
          .isInstanceOf(UnsupportedOperationException.class);
      return;
    }
    assertThat(messenger().find(conversation(), "hola", "sm-1-0", since)).isEmpty();
    String id = messenger().send(conversation(), "hola", "sm-1-0");
    messenger().send(conversation(), "chau", "sm-1-1");
    assertThat(messenger().find(conversation(), "hola", "sm-1-0", since)).contains(id);
    assertThat(messenger().find(conversation(), "nunca", "sm-2-0", since)).isEmpty();
  }

  @Test
  void findsNoMessageFromLongBeforeItWasSent() throws Exception {
    messenger().send(conversation(), "hola", "sm-1-0");
    if (!can(Ability.FINDS_SENT)) {
      return; // said above: it cannot be asked
    }
    Instant later = Instant.now().plus(Duration.ofHours(1));
    assertThat(messenger().find(conversation(), "hola", "sm-2-0", later)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void saysWhatIsToBeDoneAboutAFailure(Fault fault) throws Exception {
    fault(fault);
    DeliveryFailure failure = failure(() -> messenger().send(conversation(), "hola", "sm-1-0"));
    assertThat(failure.kind()).isIn(fault.expected);
    assertThat(failure.reason()).isNotBlank().doesNotContain(secret()).doesNotContain("hola");
    if (fault == Fault.TOO_MANY) {
      assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void saysThatNothingWasSentWhereItOnlyAsked(Fault fault) {
    fault(fault);
    try {
      messenger().heldBy(conversation()); // one that asks nobody has nothing to fail
    } catch (DeliveryFailure failure) {
      assertThat(failure.kind()).isNotEqualTo(Kind.UNKNOWN);
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void neverFailsBecauseOfTyping(Fault fault) {
    fault(fault);
    messenger().typing(conversation(), true);
    messenger().typing(conversation(), false);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"REFUSES_CONNECTIONS", "HANGS", "UNAUTHORIZED", "FAILS"})
  void knowsWhetherItCouldSend(Fault fault) {
    assertThat(messenger().check().up()).isTrue();
    fault(fault);
    Health health = messenger().check();
    assertThat(health.up()).isFalse();
    assertThat(health.detail()).isNotBlank().doesNotContain(secret());
    assertThat(messenger().reached()).isFalse();
  }

  @Test
  void saysWhoAnswersWhere() throws Exception {
    assertThat(messenger().places()).isNotEmpty();
    assertThat(messenger().agent(null)).contains(messenger().provider().agent());
    assertThat(conversation()).startsWith(messenger().provider().account());
  }

  @Test
  void isStoppedByAnInterrupt() throws Exception {
    fault(Fault.HANGS);
    CountDownLatch over = new CountDownLatch(1);
    Thread sender =
        Thread.ofVirtual()
            .start(() -> {
              try {
                messenger().send(conversation(), "hola", "sm-1-0");
              } catch (DeliveryFailure expected) {
                over.countDown();
              }
            });
    sender.interrupt();
    assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void knowsWhetherAHumanHoldsTheConversation() throws Exception {
    assertThat(messenger().heldBy(conversation())).isEmpty();
    held(true);
    assertThat(messenger().heldBy(conversation()).isPresent()).isEqualTo(can(Ability.KNOWS_HOLDER));
    held(false);
    assertThat(messenger().heldBy(conversation())).isEmpty();
  }

  @Test
  void handsOverTwiceLikeOnce() throws Exception {
    messenger().handOver(waiting(conversation()), false);
    messenger().handOver(waiting(conversation()), false);
    assertThat(handedOver()).isTrue();
  }

  /** A conversation that waits for a human. */
  public static HandoverRequest waiting(String conversation) {
    return new HandoverRequest(
        "channel",
        conversation,
        "Ana Pérez",
        "royal",
        HandoverRequest.ASKED,
        "quiero hablar con una persona",
        "",
        "0123456789abcdef0123456789abcdef",
        Instant.EPOCH,
        null);
  }

  @Test
  void fetchesWhatCustomersWroteOldestFirst() throws Exception {
    Instant start = Instant.now().minus(Duration.ofMinutes(30));
    customerWrites("vieja", "old-1", start.minus(Duration.ofHours(5)));
    customerWrites("uno", "new-1", start.plusSeconds(10));
    customerWrites("dos", "new-2", start.plusSeconds(20));
    messenger().send(conversation(), "nuestra", "sm-1-0");
    List<Arrival> missed = messenger().missed(start);
    if (!can(Ability.LISTS_MISSED)) {
      assertThat(missed).isEmpty();
      return;
    }
    assertThat(missed.stream().map(Arrival::text)).containsExactly("uno", "dos");
    assertThat(missed.stream().map(Arrival::messageId)).containsExactly("new-1", "new-2");
    assertThat(missed).allMatch(a -> a.channel().equals(messenger().channel()));
    assertThat(missed).allMatch(a -> a.conversation().equals(conversation()));
  }
}
