package dev.sessionmanager.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Trace ids that a reader of {@code traceparent} takes. */
class TraceIdTest {

  @Test
  void makesIdsThatItsOwnReaderTakes() {
    String id = TraceId.fresh();
    assertThat(TraceId.parse("00-" + id + "-00f067aa0ba902b7-01")).isEqualTo(id);
    assertThat(TraceId.fresh()).isNotEqualTo(id);
  }

  @Test
  void handsOnTheIdOfItsThread() {
    assertThat(TraceId.parent()).isNull();
    String id = TraceId.fresh();
    MDC.put(TraceId.LOG_KEY, id);
    try {
      assertThat(TraceId.parse(TraceId.parent())).isEqualTo(id);
    } finally {
      MDC.remove(TraceId.LOG_KEY);
    }
  }
}
