package dev.sessionmanager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.gateway.Agent;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random bytes, and frames with random bits turned, from a seed that a failure names: nothing
 * crashes or hangs, nobody reads a stack trace, and others are answered as before.
 */
class WebSocketFuzzTest {

  private static final int ROUNDS = 400;

  @Test
  void outlivesWhateverComes() {
    EchoAgent echo = new EchoAgent("echo", Agent.Kind.PERSONA);
    int port = ServiceProcess.freePort();
    try (Service service =
        Service.startWith(
            List.of(echo), "WS_PORT=" + port, "WS_AGENT=echo", "websocket.connections-max=2000")) {
      long seed = System.nanoTime();
      for (int round = 0; round < ROUNDS; round++) {
        round(port, new Random(seed + round), "seed " + (seed + round));
      }
      try (RawWebSocket sound = new RawWebSocket(port, "/")) {
        sound.text();
        sound.text();
        assertThat(sound.send("bien").text()).isEqualTo("bien");
      }
      assertThat(service.get("/health/live").status()).isEqualTo(200);
    }
  }

  private static void round(int port, Random random, String seed) {
    boolean json = random.nextBoolean();
    try (RawWebSocket socket =
        json
            ? new RawWebSocket(port, "/", "Sec-WebSocket-Protocol: session-manager.v1")
            : new RawWebSocket(port, "/")) {
      assertThat(socket.status()).as(seed).isEqualTo(101);
      List<byte[]> sent = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        sent.add(bytes(random, json));
      }
      try {
        sent.forEach(socket::raw);
        socket.frame(0x88, new byte[] {3, (byte) 0xe8});
        if (random.nextInt(4) > 0) {
          return; // gone without a word
        }
        RawWebSocket.Frame frame;
        do {
          frame = socket.nextOrEnd();
          assertThat(frame.text()).as(seed).doesNotContain("Exception").doesNotContain("\tat ");
        } while (frame.opcode() != 8);
      } catch (UncheckedIOException cut) {
        // hung up on in mid-sentence: fine
        assertThat(cut.getMessage()).as(seed).doesNotContain("timed out");
      }
    }
  }

  private static byte[] bytes(Random random, boolean json) {
    byte[] some = new byte[random.nextInt(300)];
    random.nextBytes(some);
    byte[] text = json ? words(random).getBytes(UTF_8) : some;
    int[] opcodes = {0x81, 0x01, 0x00, 0x80, 0x82, 0x88, 0x89, 0x8a, 0xc1, 0x83};
    byte[] frame =
        RawWebSocket.masked(
            opcodes[random.nextInt(opcodes.length)],
            random.nextBoolean() ? text : Arrays.copyOf(some, Math.min(some.length, 20)));
    return switch (random.nextInt(4)) {
      case 0 -> some;
      case 1 -> {
        int at = random.nextInt(Math.min(frame.length, 14));
        frame[at] ^= (byte) (1 << random.nextInt(8));
        yield frame;
      }
      default -> frame;
    };
  }

  private static String words(Random random) {
    String[] words = {
      "{\"type\":\"message\",\"text\":\"hola\"}",
      "{\"type\":\"resume\",\"turn_id\":-1,\"from\":99999999999}",
      "{\"type\":\"resume\",\"turn_id\":1,\"event_id\":\"1:-5\"}",
      "{\"type\":\"stop\",\"turn_id\":\"x\"}",
      "{\"type\":\"auth\",\"token\":null}",
      "{\"type\":\"message\",\"conversation\":\"\\u0000\",\"text\":\"\\ud800\"}",
      "{\"type\":{},\"id\":[]}",
      "[".repeat(200),
      "null",
      "{\"type\":\"ping\",\"id\":\"" + "x".repeat(300) + "\"}"
    };
    return words[random.nextInt(words.length)];
  }
}
