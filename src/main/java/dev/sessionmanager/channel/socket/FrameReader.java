package dev.sessionmanager.channel.socket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's frames as RFC 6455 has them, section 5.2, without extensions. It takes bytes as
 * they come, keeps what is incomplete, and holds no buffer between two messages: an idle connection
 * costs this object alone. Memory grows with what has arrived, never with what a head announces. A
 * message may have so many fragments and no more, for they may be empty. One thread at a time.
 */
final class FrameReader {

  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  /** Bytes of a control frame: RFC 6455, section 5.5. */
  private static final int CONTROL_MAX = 125;

  private static final int FIRST_BUFFER = 512;
  private static final byte[] NONE = {};

  private final int messageMax;
  private final int fragmentsMax;
  private final byte[] head = new byte[14];
  private int headHas;
  private int headNeeds = 2;

  /** Of the frame's payload; -1 while its head is being read. */
  private long left = -1;

  private int maskAt;

  /** The text so far, and the control frame that may come between its fragments. */
  private byte[] message = NONE;

  private int messageHas;

  /** Frames that have begun of the text; 0 between two texts. */
  private int fragments;

  /** Frames that have ended since this was last asked. */
  private int frames;

  private byte[] control = NONE;
  private int controlHas;

  /**
   * @param messageMax bytes of a text
   * @param fragmentsMax frames of a text
   */
  FrameReader(int messageMax, int fragmentsMax) {
    this.messageMax = messageMax;
    this.fragmentsMax = fragmentsMax;
  }

  /** Whether a frame, or the fragments of a text, have begun and not ended. */
  boolean midMessage() {
    return fragments > 0 || headHas > 0;
  }

  /** Bytes that are kept of what has begun. */
  int held() {
    return message.length + control.length;
  }

  /** How many frames have ended since this was last asked, fragments among them. */
  int takeFrames() {
    int ended = frames;
    frames = 0;
    return ended;
  }

  /**
   * The next message or control frame that these bytes complete; null when they are used up.
   *
   * @param in its position moves on behind what was read
   */
  @Nullable Frame next(ByteBuffer in) throws FrameViolation {
    while (true) {
      if (left < 0) {
        if (!readHead(in)) {
          return null;
        }
        begin();
      }
      take(in);
      if (left > 0) {
        return null;
      }
      Frame frame = end();
      if (frame != null) {
        return frame;
      }
    }
  }

  private boolean readHead(ByteBuffer in) throws FrameViolation {
    while (headHas < headNeeds) {
      if (!in.hasRemaining()) {
        return false;
      }
      head[headHas++] = in.get();
      if (headHas == 2) {
        if ((head[1] & 0x80) == 0) {
          throw new FrameViolation(FrameClose.PROTOCOL); // section 5.1: clients mask
        }
        int length = head[1] & 0x7f;
        headNeeds = 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + 4;
      }
    }
    return true;
  }

  /** The head is there: what it announces is checked before a byte more is taken. */
  private void begin() throws FrameViolation {
    boolean last = (head[0] & 0x80) != 0;
    int opcode = opcode();
    long length = length();
    if ((head[0] & 0x70) != 0 || length < 0) {
      throw new FrameViolation(FrameClose.PROTOCOL);
    }
    switch (opcode) {
      case CLOSE, PING, PONG -> {
        if (!last || length > CONTROL_MAX) {
          throw new FrameViolation(FrameClose.PROTOCOL);
        }
        control = length == 0 ? NONE : new byte[(int) length];
        controlHas = 0;
      }
      case TEXT, CONTINUATION -> {
        if (fragments > 0 != (opcode == CONTINUATION)) {
          throw new FrameViolation(FrameClose.PROTOCOL);
        }
        if (length > messageMax - messageHas) {
          throw new FrameViolation(FrameClose.TOO_BIG);
        }
        if (++fragments > fragmentsMax) {
          throw new FrameViolation(FrameClose.TOO_MANY_FRAMES);
        }
      }
      case BINARY -> throw new FrameViolation(FrameClose.NOT_TEXT);
      default -> throw new FrameViolation(FrameClose.PROTOCOL);
    }
    left = length;
    maskAt = 0;
  }

  private int opcode() {
    return head[0] & 0x0f;
  }

  private long length() throws FrameViolation {
    int coded = head[1] & 0x7f;
    if (coded < 126) {
      return coded;
    }
    long length = 0;
    for (int i = 2; i < headNeeds - 4; i++) {
      length = (length << 8) | (head[i] & 0xff);
    }
    if (coded == 126 ? length < 126 : length >= 0 && length < 65536) {
      throw new FrameViolation(FrameClose.PROTOCOL); // section 5.2: the shortest form
    }
    return length;
  }

  private void take(ByteBuffer in) {
    int n = (int) Math.min(left, in.remaining());
    boolean forControl = opcode() >= CLOSE;
    if (!forControl && messageHas + n > message.length) {
      int room = Math.max(messageHas + n, Math.max(FIRST_BUFFER, message.length * 2));
      message = Arrays.copyOf(message, Math.min(room, messageMax));
    }
    byte[] into = forControl ? control : message;
    int at = forControl ? controlHas : messageHas;
    in.get(into, at, n);
    for (int i = 0; i < n; i++) {
      into[at + i] ^= head[headNeeds - 4 + (maskAt++ & 3)];
    }
    if (forControl) {
      controlHas += n;
    } else {
      messageHas += n;
    }
    left -= n;
  }

  private @Nullable Frame end() throws FrameViolation {
    boolean last = (head[0] & 0x80) != 0;
    int opcode = opcode();
    frames++;
    left = -1;
    headHas = 0;
    headNeeds = 2;
    if (opcode >= CLOSE) {
      byte[] bytes = control;
      control = NONE;
      return switch (opcode) {
        case PING -> new Frame.Ping(bytes);
        case PONG -> new Frame.Pong();
        default -> close(bytes);
      };
    }
    if (!last) {
      return null;
    }
    String text = utf8(message, 0, messageHas);
    message = NONE;
    messageHas = 0;
    fragments = 0;
    return new Frame.Text(text);
  }

  private static Frame close(byte[] bytes) throws FrameViolation {
    if (bytes.length == 0) {
      return new Frame.Close();
    }
    int code = bytes.length == 1 ? 0 : ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    boolean known = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
    if (!known && (code < 3000 || code > 4999)) {
      throw new FrameViolation(FrameClose.PROTOCOL);
    }
    String _ = utf8(bytes, 2, bytes.length - 2);
    return new Frame.Close();
  }

  private static String utf8(byte[] bytes, int from, int length) throws FrameViolation {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException broken) {
      throw new FrameViolation(FrameClose.NOT_UTF8);
    }
  }
}
