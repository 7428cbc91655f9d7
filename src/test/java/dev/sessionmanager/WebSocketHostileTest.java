package dev.sessionmanager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.RawWebSocket.Frame;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that are wrong, huge, broken up, too many, or not read. */
class WebSocketHostileTest {

  private static final EchoAgent echo = new EchoAgent("echo", Agent.Kind.PERSONA);
  private static final int PORT = ServiceProcess.freePort();
  private static Service service;

  @BeforeAll
  static void start() {
    service =
        Service.startWith(
            List.of(echo),
            "WS_PORT=" + PORT,
            "WS_AGENT=echo",
            "websocket.frames-max=300",
            "websocket.message-max=16KB",
            "websocket.unread-max=256KB",
            "websocket.write-timeout=1s",
            "websocket.handshake-timeout=1s");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeats() {
    echo.repeats();
  }

  /** Connected, and the two frames of the greeting read. */
  private static RawWebSocket connected() {
    RawWebSocket socket = new RawWebSocket(PORT, "/");
    assertThat(socket.status()).isEqualTo(101);
    assertThat(socket.text()).contains("Usuario-");
    assertThat(socket.text()).isEqualTo("Say something.");
    return socket;
  }

  private static void assertClosed(RawWebSocket socket, int code, String sentence) {
    Frame close = socket.awaitClose();
    assertThat(close.closeCode()).isEqualTo(code);
    assertThat(close.closeReason()).contains(sentence);
  }

  @Test
  void joinsFragmentsWithAPingInBetweenAndInTheMiddleOfACharacter() {
    try (RawWebSocket socket = connected()) {
      byte[] text = "año".getBytes(UTF_8);
      socket.frame(0x01, new byte[] {text[0], text[1]});
      socket.frame(0x89, new byte[] {7, 8});
      socket.frame(0x00, new byte[0]);
      socket.frame(0x80, new byte[] {text[2], text[3]});
      Frame pong = socket.next();
      assertThat(pong.opcode()).isEqualTo(10);
      assertThat(pong.payload()).containsExactly(7, 8);
      assertThat(socket.text()).isEqualTo("año");
    }
  }

  @Test
  void readsAFrameThatComesByteByByte() {
    try (RawWebSocket socket = connected()) {
      for (byte b : RawWebSocket.masked(0x81, "despacio".getBytes(UTF_8))) {
        socket.raw(new byte[] {b});
      }
      assertThat(socket.text()).isEqualTo("despacio");
    }
  }

  @Test
  void answersALongTextInOneFrame() {
    try (RawWebSocket socket = connected()) {
      String text = "línea\n".repeat(1500).strip();
      assertThat(socket.send(text).text()).isEqualTo(text);
    }
  }

  @Test
  void answersACloseWithAClose() {
    try (RawWebSocket socket = connected()) {
      socket.frame(0x88, new byte[] {3, (byte) 0xe8});
      assertClosed(socket, 1000, "");
      assertThat(socket.isCut()).isTrue();
    }
  }

  /** The first byte, its payload's length and whether it is masked. */
  @ParameterizedTest
  @CsvSource({
    "129, 5, false, 1002, unmasked",
    "193, 5, true, 1002, a reserved bit",
    "131, 5, true, 1002, a reserved opcode",
    "128, 5, true, 1002, a continuation of nothing",
    "9, 5, true, 1002, a ping in fragments",
    "137, 126, true, 1002, a ping that is too long",
    "136, 1, true, 1002, a close with half a code",
    "130, 5, true, 1003, binary"
  })
  void closesAfterAWrongFrame(int first, int length, boolean masked, int code, String what) {
    try (RawWebSocket socket = connected()) {
      byte[] frame = RawWebSocket.masked(first, new byte[length]);
      if (!masked) {
        frame[1] &= 0x7f;
      }
      socket.raw(frame);
      Frame close = socket.awaitClose();
      assertThat(close.closeCode()).as(what).isEqualTo(code);
    }
  }

  @Test
  void closesAfterACloseCodeThatNobodyMaySend() {
    try (RawWebSocket socket = connected()) {
      socket.frame(0x88, new byte[] {3, (byte) 0xed}); // 1005
      assertClosed(socket, 1002, "RFC 6455");
    }
  }

  @Test
  void closesAfterANewTextInTheMiddleOfAnother() {
    try (RawWebSocket socket = connected()) {
      socket.frame(0x01, new byte[] {'a'}).frame(0x81, new byte[] {'b'});
      assertClosed(socket, 1002, "RFC 6455");
    }
  }

  @Test
  void closesAfterTextThatIsNotUtf8() {
    try (RawWebSocket socket = connected()) {
      socket.frame(0x81, new byte[] {'a', (byte) 0xc3, 0x28});
      assertClosed(socket, 1007, "UTF-8");
    }
  }

  @Test
  void refusesAHugeFrameByItsHead() {
    try (RawWebSocket socket = connected()) {
      socket.raw(new byte[] {(byte) 0x81, (byte) 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4});
      assertClosed(socket, 1009, "websocket.message-max");
      assertThat(socket.isCut()).isTrue();
    }
  }

  @Test
  void refusesALengthWithItsSign() {
    try (RawWebSocket socket = connected()) {
      socket.raw(new byte[] {(byte) 0x81, (byte) 0xff, -1, -1, -1, -1, -1, -1, -1, -1, 1, 2, 3, 4});
      assertClosed(socket, 1002, "RFC 6455");
    }
  }

  @Test
  void refusesFragmentsThatAreTooMuchTogether() {
    try (RawWebSocket socket = connected()) {
      socket.frame(0x01, new byte[9000]).frame(0x00, new byte[9000]);
      assertClosed(socket, 1009, "websocket.message-max");
    }
  }

  @Test
  void refusesATextWithTooManyCharactersInASentenceAndGoesOn() {
    try (RawWebSocket socket = connected()) {
      assertThat(socket.send("x".repeat(16_001)).text()).contains("16");
      assertThat(socket.send("y").text()).isEqualTo("y");
    }
  }

  @Test
  void endsAFloodOfControlFrames() {
    try (RawWebSocket socket = connected()) {
      ByteArrayOutputStream flood = new ByteArrayOutputStream();
      for (int i = 0; i < 2000; i++) {
        flood.writeBytes(RawWebSocket.masked(0x8a, new byte[0]));
      }
      socket.raw(flood.toByteArray());
      assertClosed(socket, 1008, "websocket.frames-max");
    }
  }

  @Test
  void endsAFloodOfEmptyFragments() {
    try (RawWebSocket socket = connected()) {
      ByteArrayOutputStream flood = new ByteArrayOutputStream();
      flood.writeBytes(RawWebSocket.masked(0x01, new byte[0]));
      for (int i = 0; i < 2000; i++) {
        flood.writeBytes(RawWebSocket.masked(0x00, new byte[0]));
      }
      socket.raw(flood.toByteArray());
      assertClosed(socket, 1008, "websocket.frames-max");
    }
  }

  @Test
  void cutsHalfAHandshake() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
      socket.setSoTimeout(15_000);
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\nUpgr".getBytes(UTF_8));
      InputStream in = socket.getInputStream();
      String all = new String(in.readAllBytes(), UTF_8);
      assertThat(all).doesNotContain("Exception").doesNotContain("at org.");
    }
  }

  @Test
  void letsGoOfAReaderThatDoesNotReadAndKeepsTheAnswer() throws Exception {
    String large = "x".repeat(15_000);
    try (RawWebSocket socket =
        new RawWebSocket(PORT, "/", "Sec-WebSocket-Protocol: session-manager.v1")) {
      String session = socket.json().path("session_id").asString();
      echo.does((prompt, chunk) -> {
        for (int i = 0; i < 1000; i++) {
          chunk.accept(large);
        }
        return Reply.of(large.repeat(1000));
      });
      socket.send("{\"type\":\"message\",\"id\":\"slow\",\"text\":\"mucho\"}");
      // 15 MB, more than any system holds for a socket: nobody reads, and the session ends when the
      // answer is there.
      PresenceWatch.awaitEnd(service, session);
    }
    assertThat(service.get("/admin/conversations?limit=200").raw().body()).contains("mucho");
  }

  @Test
  void refusesMessagesThatPileUp() throws Exception {
    EchoAgent.Hanging hanging = echo.hangsAfter("");
    try (RawWebSocket socket = connected()) {
      socket.send("first");
      hanging.awaitBegun();
      for (int i = 0; i < 17; i++) {
        socket.send("more " + i);
      }
      assertThat(socket.text()).isNotBlank().doesNotContain("more");
    } finally {
      hanging.release();
      echo.repeats();
    }
  }
}
