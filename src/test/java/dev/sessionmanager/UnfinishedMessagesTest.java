package dev.sessionmanager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.gateway.Agent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** WebSocket messages that do not end, or wait to be taken, have one memory together. */
class UnfinishedMessagesTest {

  private static final EchoAgent ECHO = new EchoAgent("echo", Agent.Kind.PERSONA);
  private static final int PORT = ServiceProcess.freePort();
  private static Service service;
  private final List<RawWebSocket> sockets = new ArrayList<>();

  @BeforeAll
  static void start() {
    service =
        Service.startWith(
            List.of(ECHO), "WS_PORT=" + PORT, "WS_AGENT=echo", "sockets.reading-max=64KB");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void close() {
    sockets.forEach(RawWebSocket::close);
    await(held -> held == 0);
  }

  private RawWebSocket connected() {
    RawWebSocket socket = new RawWebSocket(PORT, "/");
    sockets.add(socket);
    assertThat(socket.status()).isEqualTo(101);
    assertThat(socket.text()).contains("Usuario-");
    assertThat(socket.text()).isEqualTo("Say something.");
    return socket;
  }

  private static double held() {
    return service.bean(MeterRegistry.class).get("sessionmanager.sockets.held").gauge().value();
  }

  private static void await(DoublePredicate held) {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!held.test(held()) && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(held()).matches(held::test);
  }

  @Test
  void theOneThatHasHeldTheMostForLongestGivesWay() {
    for (int i = 1; i <= 12; i++) {
      connected().frame(0x01, "x".repeat(12 * 1024).getBytes(UTF_8));
      int least = Math.min(i, 4) * 12 * 1024;
      await(held -> held >= least);
    }
    RawWebSocket.Frame close = sockets.getFirst().awaitClose();
    assertThat(close.closeCode()).isEqualTo(1013);
    assertThat(close.closeReason()).contains("sockets.reading-max");
    RawWebSocket last = sockets.getLast();
    last.frame(0x80, "y".getBytes(UTF_8));
    assertThat(last.text()).endsWith("xy");
    assertThat(held()).isLessThanOrEqualTo(64 * 1024);
    assertThat(connected().send("hola").text()).isEqualTo("hola");
  }

  @Test
  void oneThatTakesTooLongIsEnded() {
    RawWebSocket socket = connected();
    socket.frame(0x01, new byte[512]);
    await(held -> held == 512);
    service.clock.advance(Duration.ofSeconds(31));
    RawWebSocket.Frame close = socket.awaitClose();
    assertThat(close.closeCode()).isEqualTo(1008);
    assertThat(close.closeReason()).contains("websocket.message-timeout");
  }

  @Test
  void thoseThatWaitToBeTakenCount() throws Exception {
    EchoAgent.Hanging hanging = ECHO.hangsAfter("");
    try {
      RawWebSocket first = connected();
      first.send("first");
      hanging.awaitBegun();
      for (int i = 0; i < 8; i++) {
        first.send("z".repeat(10_000));
      }
      assertThat(first.text()).isNotBlank().doesNotContain("zzz");
      assertThat(held()).isLessThanOrEqualTo(64 * 1024);
    } finally {
      hanging.release();
      ECHO.repeats();
    }
  }
}
