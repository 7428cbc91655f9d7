package dev.sessionmanager.channel.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out to one client: frames wait in a bounded queue that a virtual thread of its own writes
 * down, and there is none while nothing waits. It also knows how far the end has come: our close
 * frame, the client's answer to it, the cut. Any thread.
 */
final class WebSocketLine {

  private static final Logger log = LoggerFactory.getLogger(WebSocketLine.class);

  /** Ends before which a client still gets what waits for it. */
  private static final Set<FrameClose> PEACE =
      Set.of(FrameClose.NORMAL, FrameClose.GOODBYE, FrameClose.STOPPING);

  /** How long a client may take for the close frame's answer before the line is cut. */
  private static final long FAREWELL_MILLIS = 1000;

  private final SocketWrapperBase<?> socket;
  private final int unreadMax;
  private final Consumer<FrameClose> closing;
  private final Runnable cut;

  private @Nullable ArrayDeque<ByteBuffer> unsent;
  private int unsentBytes;
  private boolean writing;
  private long writingSince;

  /** When the line is cut at the latest; 0 while it is open. */
  private volatile long cutAt;

  private boolean closeSent;
  private boolean closeHeard;
  private volatile boolean gone;

  /**
   * @param unreadMax bytes that may wait for a slow reader
   * @param closing closes the connection: gives its last words and calls {@link #sayGoodbye}
   * @param cut told, once, before the socket is closed
   */
  WebSocketLine(
      SocketWrapperBase<?> socket, int unreadMax, Consumer<FrameClose> closing, Runnable cut) {
    this.socket = socket;
    this.unreadMax = unreadMax;
    this.closing = closing;
    this.cut = cut;
  }

  /** Sends a message in one frame; nothing happens where the connection is over. */
  void send(String text) {
    send(FrameWriter.text(text));
  }

  /** Sends a whole frame; nothing happens where the connection is over. */
  void send(ByteBuffer frame) {
    synchronized (this) {
      if (cutAt != 0) {
        return;
      }
      boolean room = unsentBytes + (long) frame.remaining() <= unreadMax;
      if (room || unsentBytes == 0) {
        queue(frame);
        return;
      }
    }
    close(FrameClose.SLOW_READER);
  }

  /** Has the connection closed with this code and its sentence. */
  void close(FrameClose why) {
    closing.accept(why);
  }

  private void queue(ByteBuffer frame) {
    if (unsent == null) {
      unsent = new ArrayDeque<>(2);
    }
    unsent.add(frame);
    unsentBytes += frame.remaining();
    if (!writing) {
      writing = true;
      writingSince = millis();
      Thread.startVirtualThread(this::write);
    }
  }

  private void write() {
    try {
      ByteBuffer frame;
      while ((frame = nextUnsent()) != null) {
        int size = frame.remaining();
        socket.write(true, frame);
        socket.flush(true);
        synchronized (this) {
          unsentBytes -= size;
          writingSince = millis();
        }
      }
    } catch (IOException left) {
      log.debug("a connection broke: {}", left.toString());
      cut();
    }
  }

  /** Null at the end: for now, or for good, when the close frame was the last. */
  private @Nullable ByteBuffer nextUnsent() {
    boolean over;
    synchronized (this) {
      ByteBuffer next = unsent == null ? null : unsent.poll();
      if (next != null) {
        return next;
      }
      unsent = null;
      unsentBytes = 0;
      writing = false;
      closeSent = cutAt != 0;
      over = closeSent && closeHeard;
    }
    if (over) {
      cut();
    }
    return null;
  }

  /**
   * Sends the last words and the close frame. Frames that wait are dropped, unless the connection
   * ends in peace; the client gets a moment to answer.
   *
   * @param bye a last message before the close frame; null for none
   * @return false when goodbye was said before
   */
  synchronized boolean sayGoodbye(FrameClose why, String sentence, @Nullable String bye) {
    if (cutAt != 0) {
      return false;
    }
    cutAt = millis() + FAREWELL_MILLIS;
    if (unsent != null && !PEACE.contains(why)) {
      unsent.clear();
    }
    if (bye != null) {
      queue(FrameWriter.text(bye));
    }
    queue(FrameWriter.close(why.code(), sentence));
    return true;
  }

  /** The client's close frame has come: cuts the line where ours is out, else answers it. */
  void closeHeard() {
    boolean over;
    synchronized (this) {
      closeHeard = true;
      over = closeSent;
    }
    if (over) {
      cut();
    } else {
      close(FrameClose.NORMAL); // nothing, where ours is on its way
    }
  }

  /** Closes the socket without a word; once. */
  void cut() {
    synchronized (this) {
      if (gone) {
        return;
      }
      gone = true;
      cutAt = cutAt == 0 ? millis() : cutAt;
      unsent = null;
    }
    cut.run();
    socket.close();
  }

  /** Whether goodbye has not been said yet. */
  boolean isOpen() {
    return cutAt == 0;
  }

  /** Whether the socket is closed. */
  boolean isCut() {
    return gone;
  }

  /** Whether the client has had its moment after our goodbye. */
  boolean overdue() {
    return cutAt != 0 && millis() > cutAt;
  }

  /** Whether the client takes longer than this to read one frame. */
  synchronized boolean slow(Duration allowed) {
    return writing && millis() - writingSince > allowed.toMillis();
  }

  /** Never 0. Of the machine's own clock: what it measures is the network's doing, not people's. */
  static long millis() {
    return System.nanoTime() / 1_000_000 | 1;
  }
}
