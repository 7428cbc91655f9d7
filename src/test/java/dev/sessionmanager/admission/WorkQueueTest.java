package dev.sessionmanager.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.admission.WorkQueue.Entry;
import dev.sessionmanager.admission.WorkQueue.Place;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

  private static WorkQueue queue(int inFlight, int perUser, int waiting, int perUserWaiting) {
    return new WorkQueue(
        new AdmissionSettings(
            inFlight, perUser, waiting, perUserWaiting, Duration.ofMillis(20), 10, 6),
        new SimpleMeterRegistry());
  }

  private static Place place(Entry entry) {
    return (Place) entry;
  }

  private static boolean runs(Place place) throws InterruptedException {
    return place.await().isEmpty();
  }

  /** A message of one person; null for a machine's. */
  private static WorkQueue.Entry enter(
      WorkQueue queue, @Nullable String person, @Nullable String conversation) {
    return queue.enter(person == null ? List.of() : List.of(queue.person(person)), conversation);
  }

  @Test
  void answersOneMessageAtATimeInAConversationInTheirOrder() throws Exception {
    WorkQueue queue = queue(10, 10, 10, 10);
    Place first = place(enter(queue, "ana", "c"));
    Place second = place(enter(queue, "ana", "c"));
    Place third = place(enter(queue, "ana", "c"));
    assertThat(runs(first)).isTrue();
    assertThat(runs(second)).isFalse();
    first.close();
    assertThat(runs(second)).isTrue();
    assertThat(runs(third)).isFalse();
    second.close();
    assertThat(runs(third)).isTrue();
    third.close();
    assertThat(queue.running()).isZero();
  }

  @Test
  void holdsAPersonToTheirShareWithoutHoldingOthers() throws Exception {
    WorkQueue queue = queue(10, 2, 10, 10);
    Place a = place(enter(queue, "ana", "1"));
    Place b = place(enter(queue, "ana", "2"));
    Place c = place(enter(queue, "ana", "3"));
    Place other = place(enter(queue, "beto", "4"));
    assertThat(runs(a) && runs(b) && runs(other)).isTrue();
    assertThat(c.await().orElseThrow().limit()).isEqualTo("PER_USER_MAX");
    a.close();
    assertThat(runs(c)).isTrue();
  }

  @Test
  void holdsEverybodyToTheTotal() throws Exception {
    WorkQueue queue = queue(2, 2, 10, 10);
    Place a = place(enter(queue, null, null));
    place(enter(queue, null, null));
    Place c = place(enter(queue, null, null));
    Verdict tired = c.await().orElseThrow();
    assertThat(tired.limit()).isEqualTo("MAX_IN_FLIGHT");
    assertThat(tired.personal()).isFalse();
    c.close();
    a.close();
    assertThat(queue.running()).isEqualTo(1);
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void refusesOnceTooManyWait() {
    WorkQueue queue = queue(1, 1, 3, 2);
    enter(queue, "ana", null);
    enter(queue, "ana", null);
    enter(queue, "ana", null);
    Verdict mine = (Verdict) enter(queue, "ana", null);
    assertThat(mine.limit()).isEqualTo("PER_USER_QUEUE_MAX");
    assertThat(mine.personal()).isTrue();
    assertThat(mine.retryAfter()).isPositive();
    enter(queue, "beto", null);
    Verdict all = (Verdict) enter(queue, "carla", null);
    assertThat(all.limit()).isEqualTo("QUEUE_MAX");
    assertThat(all.personal()).isFalse();
  }

  @Test
  void letsAcceptedMessagesInAgainWhateverTheBounds() throws Exception {
    WorkQueue queue = queue(1, 1, 0, 0);
    Place first = queue.enterAgain("c");
    Place second = queue.enterAgain("c");
    assertThat(enter(queue, "ana", "c")).isInstanceOf(Verdict.class);
    assertThat(runs(first)).isTrue();
    first.close();
    assertThat(runs(second)).isTrue();
  }

  @Test
  void keepsEveryBoundUnderLoad() throws Exception {
    WorkQueue queue =
        new WorkQueue(
            new AdmissionSettings(8, 2, 100_000, 100_000, Duration.ofMinutes(1), 10, 6),
            new SimpleMeterRegistry());
    AtomicInteger running = new AtomicInteger();
    Map<String, AtomicInteger> runningOf = new ConcurrentHashMap<>();
    Map<String, List<Integer>> orders = new ConcurrentHashMap<>();
    List<String> broken = Collections.synchronizedList(new ArrayList<>());
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3000; i++) {
        String person = "p" + i % 7;
        String conversation = person + "/c" + i % 21;
        int number = i;
        // Entered here, in order; waited for over there.
        Place place = place(enter(queue, person, conversation));
        all.add(
            threads.submit(() -> {
              try (place) {
                if (!runs(place)) {
                  broken.add("tired");
                }
                if (running.incrementAndGet() > 8) {
                  broken.add("too many");
                }
                AtomicInteger mine = runningOf.computeIfAbsent(person, k -> new AtomicInteger());
                if (mine.incrementAndGet() > 2) {
                  broken.add("too many of one");
                }
                orders
                    .computeIfAbsent(
                        conversation, k -> Collections.synchronizedList(new ArrayList<>()))
                    .add(number);
                LockSupport.parkNanos(10_000); // long enough for others to come by
                mine.decrementAndGet();
                running.decrementAndGet();
              }
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(broken).isEmpty();
    assertThat(orders.values()).allSatisfy(order -> assertThat(order).isSorted());
    assertThat(queue.running()).isZero();
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void countsNobodysWaitingMessagesTwice() throws Exception {
    WorkQueue queue = queue(1, 1, 10, 1);
    for (int i = 0; i < 5; i++) {
      Place first = place(enter(queue, "ana", null));
      Place second = place(enter(queue, "ana", null));
      assertThat(enter(queue, "ana", null)).isInstanceOf(Verdict.class);
      first.close();
      assertThat(runs(second)).as("round " + i).isTrue();
      Place third = place(enter(queue, "ana", null));
      third.close(); // while it waits
      assertThat(queue.waiting()).isZero();
      second.close();
    }
    assertThat(queue.running()).isZero();
  }

  @Test
  void saysWhenAPlaceShouldBeFree() {
    WorkQueue queue = queue(2, 2, 3, 3);
    for (int i = 0; i < 5; i++) {
      place(enter(queue, "p" + i, null));
    }
    // An answer is taken to last a second, until one has ended: two rounds and a half from now.
    assertThat(((Verdict) enter(queue, "ana", null)).retryAfter())
        .isEqualTo(Duration.ofMillis(2500));
  }

  @Test
  void neverSendsAnybodyAwayForMoreThanAMinute() {
    for (int waiting : List.of(58, 59, 60, 500)) {
      WorkQueue queue = queue(1, 1, waiting, 1000);
      for (int i = 0; i <= waiting; i++) {
        place(enter(queue, "ana", null));
      }
      assertThat(((Verdict) enter(queue, "ana", null)).retryAfter())
          .isEqualTo(Duration.ofSeconds(Math.min(60, waiting + 1)));
    }
  }

  @Test
  void learnsFromTheAnswersHowLongOneTakes() {
    WorkQueue queue = queue(1, 1, 0, 0);
    place(enter(queue, "ana", null)).close();
    place(enter(queue, "ana", null));
    // The average is nine tenths of the second that was taken for granted, and what that one took.
    assertThat(((Verdict) enter(queue, "ana", null)).retryAfter())
        .isBetween(Duration.ofMillis(900), Duration.ofMillis(990));
  }

  @Test
  void givesATurnOnceHoweverOftenItIsGivenBack() throws Exception {
    WorkQueue queue = queue(1, 1, 5, 5);
    Place first = place(enter(queue, "ana", "c"));
    Place second = place(enter(queue, "ana", "c"));
    Place third = place(enter(queue, "ana", "c"));
    first.close();
    first.close();
    assertThat(runs(second)).isTrue();
    assertThat(runs(third)).isFalse();
    assertThat(queue.running()).isEqualTo(1);
  }

  @Test
  void saysWhatOneMessageWaitedFor() throws Exception {
    WorkQueue queue = queue(3, 2, 10, 10);
    place(enter(queue, "ana", "1"));
    Place same = place(enter(queue, "ana", "1"));
    assertThat(same.await().orElseThrow().limit()).isEqualTo("MAX_IN_FLIGHT");
    place(enter(queue, "ana", "2"));
    Place third = place(enter(queue, "ana", "3"));
    assertThat(third.await().orElseThrow().personal()).isTrue();
  }

  @Test
  void waitsAsLongAsItTakesForWhatWasLetInBeforeARestart() throws Exception {
    WorkQueue queue = queue(1, 1, 0, 0);
    Place first = queue.enterAgain("c");
    Place second = queue.enterAgain("c");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> turn = threads.submit(() -> runs(second));
      // Longer than anybody else is let wait.
      assertThatThrownBy(() -> turn.get(60, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      first.close();
      assertThat(turn.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void givesWayToWhatEnteredLaterAndIsAskedFirst() throws Exception {
    WorkQueue queue = queue(1, 1, 10, 10);
    Place held = place(enter(queue, "ana", "c"));
    Place first = queue.enterAgain("c");
    held.giveWay();
    assertThat(runs(first)).isTrue();
    assertThat(queue.waiting()).isEqualTo(1);
    first.close();
    assertThat(runs(held)).isTrue();
    held.close();
    assertThat(queue.running()).isZero();
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void showsHowManyWaitAndWhatBoundsThem() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    WorkQueue queue =
        new WorkQueue(new AdmissionSettings(1, 2, 3, 4, Duration.ZERO, 10, 6), meters);
    place(enter(queue, "ana", null));
    place(enter(queue, "leo", null));
    assertThat(meters.get("sessionmanager.queue.waiting").gauge().value()).isEqualTo(1);
    assertThat(queue.limits()).isEqualTo(new QueueLimits(3, 1, 2));
  }

  @Test
  void takesNoSettingThatWouldLetNobodyIn() {
    assertThat(new AdmissionSettings(1, 1, 0, 0, Duration.ZERO, 1, 1).queueMax()).isZero();
    for (int[] v :
        new int[][] {
          {0, 1, 0, 0, 1, 1},
          {1, 0, 0, 0, 1, 1},
          {1, 1, -1, 0, 1, 1},
          {1, 1, 0, -1, 1, 1},
          {1, 1, 0, 0, 0, 1},
          {1, 1, 0, 0, 1, 0}
        }) {
      assertThatThrownBy(
              () -> new AdmissionSettings(v[0], v[1], v[2], v[3], Duration.ZERO, v[4], v[5]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new AdmissionSettings(1, 1, 0, 0, Duration.ofMillis(-1), 1, 1))
        .hasMessageContaining("admission.queue-wait-max");
  }
}
