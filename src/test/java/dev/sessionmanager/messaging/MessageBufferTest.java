package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.messaging.MessageBuffer.Burst;
import dev.sessionmanager.messaging.MessageBuffer.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageBufferTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
  private MessageBuffer buffer = buffer(3, 5);
  private long last;

  private MessageBuffer buffer(int workers, int users) {
    return new MessageBuffer(settings(workers, users), clock);
  }

  private static MessagingSettings settings(int workers, int users) {
    return new MessagingSettings(
        Duration.ofSeconds(8),
        4,
        Duration.ofSeconds(20),
        List.of(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        workers,
        users);
  }

  private long write(String person) {
    return write(person, person, false);
  }

  private long write(String person, String lane, boolean urgent) {
    buffer.add(new Waiting(++last, person, lane, urgent, clock.instant()));
    return last;
  }

  private void pass(double seconds) {
    clock.advance(Duration.ofMillis((long) (seconds * 1000)));
  }

  private List<String> takeAll() {
    List<String> people = new ArrayList<>();
    for (Optional<Burst> next = buffer.take(); next.isPresent(); next = buffer.take()) {
      people.add(next.get().person());
    }
    return people;
  }

  private List<Long> messages() {
    return buffer.take().orElseThrow().messages();
  }

  @Test
  void waitsUntilAPersonIsQuiet() {
    long first = write("ana");
    pass(7.9);
    long second = write("ana");
    pass(7.9);
    assertThat(buffer.take()).isEmpty();
    assertThat(buffer.isEmpty()).isFalse();
    pass(0.1);
    assertThat(messages()).containsExactly(first, second);
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void doesNotWaitForEverForSomebodyWhoGoesOn() {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(write("ana"));
      pass(6.7);
    }
    assertThat(messages()).isEqualTo(all);
  }

  @Test
  void takesSoManyTogetherAndTheOthersNext() {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(write("ana"));
    }
    assertThat(messages()).isEqualTo(all.subList(0, 4));
    assertThat(buffer.take()).as("one at a time").isEmpty();
    buffer.done("ana");
    assertThat(messages()).isEqualTo(all.subList(4, 6));
  }

  @Test
  void keepsTheOrderInWhichMessagesCameWhenOneComesBack() {
    long first = ++last;
    long second = write("ana");
    buffer.add(new Waiting(first, "ana", "ana", false, clock.instant().minusSeconds(30)));
    assertThat(messages()).containsExactly(first, second);
  }

  @Test
  void letsWhatComesLateJoinABurstThatWaitsForAWorker() {
    buffer = buffer(1, 5);
    write("leo");
    long first = write("ana");
    pass(8);
    assertThat(takeAll()).containsExactly("leo");
    long late = write("ana");
    buffer.done("leo");
    assertThat(messages()).containsExactly(first, late);
  }

  @Test
  void hasAnUrgentMessageGoAtOnceAndFirstWithAllBeforeIt() {
    buffer = buffer(1, 5);
    write("leo");
    pass(8);
    long before = write("ana");
    long urgent = write("ana", "ana", true);
    assertThat(messages()).containsExactly(before, urgent);
    buffer.done("ana");
    assertThat(takeAll()).containsExactly("leo");
  }

  @Test
  void lateUrgencyNeverOvertakesSomebodyWhoHasWaitedLong() {
    buffer = buffer(1, 5);
    write("leo");
    pass(8 + 31);
    write("ana", "ana", true);
    assertThat(takeAll()).containsExactly("leo");
  }

  @Test
  void demotesWhoHasJustBeenAnsweredAndDropsNothing() {
    buffer = buffer(1, 5);
    write("ana");
    pass(8);
    assertThat(takeAll()).containsExactly("ana");
    buffer.done("ana");
    pass(1);
    write("ana");
    pass(1);
    write("leo");
    pass(8);
    assertThat(takeAll()).containsExactly("leo");
    buffer.done("leo");
    assertThat(takeAll()).containsExactly("ana");
    buffer.done("ana");
    pass(2);
    write("ana");
    pass(1);
    write("leo");
    pass(8);
    assertThat(takeAll()).as("the cooldown is over").containsExactly("ana");
  }

  @Test
  void hasOneBurstOfAPersonAndSoManyInAllAnswered() {
    write("ana", "ana in 1", false);
    write("ana", "ana in 2", false);
    for (int i = 0; i < 5; i++) {
      write("p" + i);
    }
    pass(8);
    assertThat(takeAll()).containsExactly("ana", "p0", "p1");
    assertThat(buffer.load()).isEqualTo(new MessageBuffer.Load(4, 3, 3, 3, 6));
    buffer.done("p0");
    assertThat(takeAll()).containsExactly("p2");
    buffer.done("ana");
    assertThat(takeAll()).containsExactly("ana");
  }

  @Test
  void countsPeopleApartFromWorkers() {
    buffer = buffer(5, 2);
    for (int i = 0; i < 3; i++) {
      write("p" + i);
    }
    pass(8);
    assertThat(takeAll()).containsExactly("p0", "p1");
  }

  @Test
  void starvesNobodyWhileUrgentMessagesKeepComing() {
    buffer = buffer(1, 5);
    write("leo");
    pass(8);
    int before = 0;
    for (int i = 0; ; i++) {
      write("u" + i, "u" + i, true);
      String next = buffer.take().orElseThrow().person();
      if (next.equals("leo")) {
        break;
      }
      before++;
      pass(5);
      buffer.done(next);
      assertThat(before).isLessThan(10);
    }
    assertThat(before).isEqualTo(6);
  }

  @Test
  void countsWhatWasBeingAnsweredBeforeARestart() {
    buffer = buffer(1, 5);
    buffer.occupy("ana");
    write("ana");
    write("leo");
    pass(8);
    assertThat(buffer.take()).isEmpty();
    buffer.done("ana");
    assertThat(takeAll()).containsExactly("leo");
  }

  @Test
  void givesUpWhatIsWithdrawn() {
    long first = write("ana");
    write("leo");
    assertThat(buffer.withdraw("ana"::equals)).containsExactly(first);
    pass(8);
    assertThat(takeAll()).containsExactly("leo");
  }

  @Test
  void forgetsWhoWasAnsweredOnceTheirCooldownIsOver() {
    for (int i = 0; i < 100; i++) {
      write("p" + i);
      pass(8);
      assertThat(takeAll()).containsExactly("p" + i);
      buffer.done("p" + i);
      assertThat(buffer.recentlyAnswered()).isEqualTo(1);
      pass(1);
    }
    buffer.occupy("ana");
    buffer.occupy("leo");
    buffer.done("ana");
    buffer.done("leo");
    assertThat(buffer.recentlyAnswered()).as("both within two seconds, and the last").isEqualTo(3);
  }

  @Test
  void letsNoMoreJoinThanAreAnsweredTogetherAndNoneTooLate() {
    assertThat(buffer.mayJoin(3, clock.instant())).isTrue();
    assertThat(buffer.mayJoin(4, clock.instant())).isFalse();
    Instant first = clock.instant();
    pass(19.999);
    assertThat(buffer.mayJoin(1, first)).isTrue();
    pass(0.001);
    assertThat(buffer.mayJoin(1, first)).isFalse();
  }

  @Test
  void answersAtOnceWhenAsManyHaveComeAsAreAnsweredTogether() {
    for (int i = 0; i < 3; i++) {
      write("ana");
    }
    assertThat(buffer.take()).isEmpty();
    write("ana");
    assertThat(messages()).hasSize(4);
  }

  @Test
  void hasAPersonsMessageWaitBehindOthersWhileTheyAreBeingAnswered() {
    buffer = buffer(1, 5);
    write("ana");
    pass(8);
    assertThat(takeAll()).containsExactly("ana");
    write("ana"); // at a lower rank, for its person has the worker already
    pass(1);
    write("leo");
    pass(8);
    buffer.done("ana");
    pass(2); // the cooldown is over, the rank stays
    assertThat(takeAll()).containsExactly("leo");
  }

  @Test
  void answersThoseWhoHaveWaitedEquallyInTheOrderInWhichTheyCame() {
    write("leo");
    write("ana");
    write("eva");
    pass(8);
    assertThat(takeAll()).containsExactly("leo", "ana", "eva");
  }

  @Test
  void keepsAPersonActiveUntilAllTheirBurstsAreDone() {
    buffer.occupy("ana");
    buffer.occupy("ana");
    write("ana");
    pass(8);
    buffer.done("ana");
    assertThat(buffer.take()).isEmpty();
    assertThat(buffer.load()).isEqualTo(new MessageBuffer.Load(1, 3, 1, 1, 1));
    buffer.done("ana");
    assertThat(takeAll()).containsExactly("ana");
  }

  @Test
  void showsItsBounds() {
    MessagingFigures figures =
        new MessagingFigures(new SimpleMeterRegistry(), buffer, settings(3, 5), new TroubleList());
    assertThat(figures.configuration())
        .isEqualTo(new MessagingFigures.Configuration(3, 5, 8.0, 2.0));
  }
}
