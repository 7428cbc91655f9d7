package dev.sessionmanager.channel.socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames that we send, as RFC 6455 has them, section 5.2: unmasked, a whole message in each. */
final class FrameWriter {

  private static final int LAST = 0x80;

  /** Of a control frame; two bytes of a close frame's are the code. */
  private static final int CONTROL_MAX = 125;

  private FrameWriter() {}

  static ByteBuffer text(String text) {
    return frame(LAST | 1, text.getBytes(StandardCharsets.UTF_8));
  }

  static ByteBuffer ping() {
    return frame(LAST | 9, new byte[0]);
  }

  /**
   * @param bytes of the ping that it answers, at most 125
   */
  static ByteBuffer pong(byte[] bytes) {
    return frame(LAST | 10, bytes);
  }

  /**
   * @param sentence what does not fit into the frame is left out
   */
  static ByteBuffer close(int code, String sentence) {
    byte[] reason = sentence.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(reason.length, CONTROL_MAX - 2);
    while (length < reason.length && length > 0 && (reason[length] & 0xc0) == 0x80) {
      length--; // not in the middle of a character
    }
    byte[] payload = new byte[2 + length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(reason, 0, payload, 2, length);
    return frame(LAST | 8, payload);
  }

  private static ByteBuffer frame(int first, byte[] payload) {
    int length = payload.length;
    ByteBuffer frame = ByteBuffer.allocate(length + (length < 126 ? 2 : length < 65536 ? 4 : 10));
    frame.put((byte) first);
    if (length < 126) {
      frame.put((byte) length);
    } else if (length < 65536) {
      frame.put((byte) 126).putShort((short) length);
    } else {
      frame.put((byte) 127).putLong(length);
    }
    return frame.put(payload).flip();
  }
}
