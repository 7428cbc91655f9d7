package dev.sessionmanager.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Gives out what it reads until its time is over, counted from the start: Tomcat's own time-outs
 * start anew with each byte, so that a caller who sends or takes one at a time would stay for ever.
 */
public final class TimedInput extends FilterInputStream {

  private final long end;

  public TimedInput(InputStream in, Duration time) {
    super(in);
    this.end = System.nanoTime() + time.toNanos();
  }

  @Override
  public int read() throws IOException {
    check();
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    check();
    return super.read(bytes, offset, length);
  }

  private void check() throws SocketTimeoutException {
    if (System.nanoTime() - end > 0) {
      throw new SocketTimeoutException("too slow");
    }
  }
}
