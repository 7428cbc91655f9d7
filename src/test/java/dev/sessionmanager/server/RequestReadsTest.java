package dev.sessionmanager.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.server.RequestRead.Cut;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestReadsTest {

  private static final long BUFFERS = RequestReads.BUFFERS;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final RequestReads reads =
      new RequestReads(new RequestReads.Limits(4 * BUFFERS, Duration.ofSeconds(30)));

  private RequestRead begun() {
    nanos.addAndGet(1);
    RequestRead read = new RequestRead(reads, ended::incrementAndGet, nanos::get);
    read.begin();
    return read;
  }

  @Test
  void theOneThatHasBeenComingInForLongestGivesWay() {
    RequestRead first = begun();
    nanos.addAndGet(10);
    RequestRead second = begun();
    RequestRead third = begun();
    second.hold(BUFFERS / RequestReads.READ);
    assertThat(first.cut()).isNull();
    third.hold(1);
    assertThat(first.cut()).isEqualTo(Cut.BUDGET);
    assertThat(second.cut()).isNull();
    assertThat(third.cut()).isNull();
    assertThat(ended).hasValue(1);
    assertThat(reads.held()).isEqualTo(3 * BUFFERS + RequestReads.READ);
  }

  @Test
  void aSmallOneThatHasToWaitIsNotCutForTheHugeOnesBehindIt() {
    RequestRead small = begun();
    nanos.addAndGet(100);
    RequestRead huge = begun();
    huge.hold(2 * BUFFERS / RequestReads.READ);
    nanos.addAndGet(60);
    RequestRead third = begun();
    third.hold(1);
    assertThat(small.cut()).isNull();
    assertThat(huge.cut()).isEqualTo(Cut.BUDGET);
  }

  @Test
  void thoseThatAreAnsweredGiveWayFirst() {
    RequestRead slow = begun();
    nanos.addAndGet(100);
    RequestRead refused = begun();
    refused.leave();
    begun();
    begun();
    assertThat(begun().cut()).isNull();
    assertThat(refused.cut()).isEqualTo(Cut.BUDGET);
    assertThat(slow.cut()).isNull();
  }

  @Test
  void oneThatIsThereInFullIsNotCutAndCountsUntilItIsAnswered() {
    RequestRead whole = begun();
    whole.hold(3 * BUFFERS / RequestReads.READ);
    whole.whole();
    assertThat(reads.held()).isEqualTo(3 * BUFFERS);
    RequestRead late = begun();
    assertThat(late.cut()).isNull();
    late.hold(1);
    assertThat(whole.cut()).isNull();
    assertThat(late.cut()).isEqualTo(Cut.BUDGET);
    reads.release(whole);
    reads.release(late);
    assertThat(reads.held()).isZero();
    assertThat(begun().cut()).isNull();
  }

  @Test
  void whatIsCutHoldsNothingMore() {
    RequestRead slow = begun();
    nanos.addAndGet(Duration.ofSeconds(31).toNanos());
    RequestRead fresh = begun();
    reads.cutLate(nanos.get());
    assertThat(slow.cut()).isEqualTo(Cut.TIME);
    assertThat(fresh.cut()).isNull();
    slow.hold(100);
    assertThat(reads.held()).isEqualTo(BUFFERS);
    reads.release(slow);
    assertThat(reads.held()).isEqualTo(BUFFERS);
    assertThat(reads.takeCut()).isEqualTo(1);
    assertThat(reads.takeCut()).isZero();
  }

  @Test
  void theTimeOfAConnectionsNextRequestBeginsAnew() {
    RequestRead read = new RequestRead(reads, ended::incrementAndGet, nanos::get);
    nanos.addAndGet(Duration.ofSeconds(31).toNanos());
    read.head();
    read.begin();
    reads.cutLate(nanos.get());
    assertThat(read.cut()).isNull();
    read.whole();
    nanos.addAndGet(Duration.ofSeconds(31).toNanos());
    reads.cutLate(nanos.get());
    assertThat(read.cut()).isNull();
    read.leave();
    reads.cutLate(nanos.get());
    assertThat(read.cut()).isNull();
  }
}
