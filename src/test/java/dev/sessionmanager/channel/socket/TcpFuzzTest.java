package dev.sessionmanager.channel.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.ServiceProcess;
import dev.sessionmanager.gateway.Agent.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Nonsense for a few seconds: no crash, no hang, nothing of the inside shown, nothing left over.
 */
class TcpFuzzTest {

  private static final Duration TIME = Duration.ofSeconds(4);
  private static final int CLIENTS = 4;
  private static final List<String> WORDS =
      List.of(
          "hola",
          "/agente",
          "/agente eco",
          "/login",
          "/login user_1",
          "1234",
          "/historial",
          "/reset",
          "/ayuda",
          "/",
          "//",
          "/login \0",
          "👋",
          "\u0000",
          "\r",
          "\r\n",
          "\n",
          "\n\n",
          "/agente ../../x",
          "{0}",
          "%s%n",
          "' or 1=1",
          "\u001b[2J",
          "x".repeat(3000));

  @Test
  void survivesNonsense() throws Exception {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    int port = ServiceProcess.freePort();
    try (Service service =
            Service.startWith(
                List.of(new EchoAgent("eco", Kind.PERSONA)),
                "ECOBOT_SOCKET_PORT=" + port,
                "SOCKET_AGENT=eco",
                "sockets.reading-max=16KB",
                "MESSAGE_MAX_CHARS=2000");
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      long end = System.nanoTime() + TIME.toNanos();
      List<Future<?>> all = new java.util.ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(seed + i);
        all.add(
            clients.submit(() -> {
              int rounds = 0;
              while (System.nanoTime() < end) {
                round(port, random);
                rounds++;
              }
              return rounds;
            }));
      }
      for (Future<?> one : all) {
        assertThat((Integer) one.get()).isPositive();
      }
      TcpServer server = service.bean(TcpServer.class);
      TcpClient.until(() -> server.connections() == 0);
      assertThat(service.bean(SocketBounds.class).reads().held()).isZero();
      try (TcpClient sane = new TcpClient(port)) {
        sane.prompt();
        assertThat(sane.ask("hola")).isEqualTo("eco: hola\n");
      }
    } catch (Throwable failed) {
      throw new AssertionError("again with -Dfuzz.seed=" + seed, failed);
    }
  }

  /** One connection full of it; what is said back must be for people. */
  private static void round(int port, Random random) throws IOException {
    try (TcpClient client = new TcpClient(port)) {
      if (random.nextInt(10) == 0) {
        client.crash();
        return;
      }
      byte[] nonsense = nonsense(random);
      int from = 0;
      try {
        while (from < nonsense.length) {
          int to = Math.min(nonsense.length, from + 1 + random.nextInt(700));
          client.send(java.util.Arrays.copyOfRange(nonsense, from, to));
          from = to;
        }
        if (random.nextInt(5) == 0) {
          client.crash();
          return;
        }
        client.send("\n\nsalir\nsalir\nsalir\n");
        client.endOutput();
      } catch (IOException hungUp) {
        return; // it had said salir before
      }
      assertThat(client.rest())
          .doesNotContain("Exception", "\tat ", "dev.sessionmanager", "org.", "\u001b", "\0");
    }
  }

  private static byte[] nonsense(Random random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = random.nextInt(30); i > 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> {
          byte[] any = new byte[random.nextInt(60)];
          random.nextBytes(any);
          bytes.writeBytes(any);
        }
        case 1 -> bytes.write('\n');
        default ->
            bytes.writeBytes(
                (WORDS.get(random.nextInt(WORDS.size())) + (random.nextBoolean() ? "\n" : ""))
                    .getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
