package dev.sessionmanager.channel.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

  /** A frame of ours as a client would send it. */
  private static byte[] masked(ByteBuffer frame, int mask) {
    int head = frame.get(1) < 126 ? 2 : frame.get(1) == 126 ? 4 : 10;
    ByteBuffer masked = ByteBuffer.allocate(frame.remaining() + 4);
    masked.put(frame.get(0)).put((byte) (frame.get(1) | 0x80));
    for (int i = 2; i < head; i++) {
      masked.put(frame.get(i));
    }
    masked.putInt(mask);
    byte[] key = ByteBuffer.allocate(4).putInt(mask).array();
    for (int i = head; i < frame.remaining(); i++) {
      masked.put((byte) (frame.get(i) ^ key[i - head & 3]));
    }
    return masked.array();
  }

  private static List<Frame> read(FrameReader reader, ByteBuffer in) throws FrameViolation {
    List<Frame> frames = new ArrayList<>();
    Frame frame;
    while ((frame = reader.next(in)) != null) {
      frames.add(frame);
    }
    return frames;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 200_000})
  void readsWhatTheWriterWritesHoweverItIsCutUp(int length) throws Exception {
    String text = "ñ".repeat(length / 2) + "x".repeat(length % 2);
    byte[] bytes = masked(FrameWriter.text(text), 0x89abcdef);
    Random random = new Random(length);
    FrameReader reader = new FrameReader(1 << 20, 1);
    for (int round = 0; round < 3; round++) {
      List<Frame> frames = new ArrayList<>();
      int at = 0;
      while (at < bytes.length) {
        int n = Math.min(bytes.length - at, 1 + random.nextInt(round == 0 ? 5 : 5000));
        frames.addAll(read(reader, ByteBuffer.wrap(bytes, at, n)));
        at += n;
      }
      assertThat(frames).containsExactly(new Frame.Text(text));
    }
  }

  @Test
  void readsSeveralFramesOfOnePacket() throws Exception {
    ByteBuffer packet = ByteBuffer.allocate(200);
    packet.put(masked(FrameWriter.text("a"), 1));
    packet.put(masked(FrameWriter.ping(), 2));
    packet.put(masked(FrameWriter.text("b"), 3));
    packet.put(masked(FrameWriter.close(1000, "adiós"), 4));
    List<Frame> frames = read(new FrameReader(100, 1), packet.flip());
    assertThat(frames).hasSize(4);
    assertThat(frames.get(0)).isEqualTo(new Frame.Text("a"));
    assertThat(frames.get(1)).isInstanceOf(Frame.Ping.class);
    assertThat(frames.get(2)).isEqualTo(new Frame.Text("b"));
    assertThat(frames.get(3)).isInstanceOf(Frame.Close.class);
  }

  @Test
  void cutsACloseSentenceBetweenCharacters() throws Exception {
    ByteBuffer frame = FrameWriter.close(1001, "x" + "ñ".repeat(100));
    assertThat(frame.remaining()).isLessThanOrEqualTo(127);
    byte[] reason = new byte[frame.remaining() - 4];
    frame.get(4, reason);
    String text = new String(reason, StandardCharsets.UTF_8);
    assertThat(text).startsWith("xñ").endsWith("ñ").doesNotContain("\ufffd");
    assertThat(read(new FrameReader(10, 1), ByteBuffer.wrap(masked(frame, 5)))).hasSize(1);
  }

  /** An empty fragment of a text: the first, or one more. */
  private static ByteBuffer fragment(boolean first) {
    return ByteBuffer.wrap(new byte[] {(byte) (first ? 1 : 0), (byte) 0x80, 1, 2, 3, 4});
  }

  @Test
  void countsTheFragmentsOfATextAndAllFrames() throws Exception {
    FrameReader reader = new FrameReader(10, 3);
    assertThat(reader.midMessage()).isFalse();
    for (int i = 0; i < 3; i++) {
      assertThat(reader.next(fragment(i == 0))).isNull();
      assertThat(reader.midMessage()).isTrue();
    }
    assertThat(reader.next(ByteBuffer.wrap(masked(FrameWriter.ping(), 2)))).isNotNull();
    assertThat(reader.takeFrames()).isEqualTo(4);
    assertThat(reader.takeFrames()).isZero();
    FrameViolation violation =
        catchThrowableOfType(FrameViolation.class, () -> reader.next(fragment(false)));
    assertThat(violation.close()).isEqualTo(FrameClose.TOO_MANY_FRAMES);
  }
}
