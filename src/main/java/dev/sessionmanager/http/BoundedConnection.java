package dev.sessionmanager.http;

import dev.sessionmanager.tuning.StreamPace;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * A connection that takes so many bytes for an answer and no more. The parser's own bounds are on
 * one line and one head: they do not count informational answers before the answer, lines that are
 * no HTTP, or what stands around the chunks of a body.
 *
 * <p>It also says before it looks at the network: all that had come has been read by then, and what
 * follows may have to be waited for. Neither a response's stream nor its length says so.
 */
final class BoundedConnection extends DefaultManagedHttpClientConnection {

  /** The largest body that the call of this thread takes. */
  static final ScopedValue<Long> BODY_MAX = ScopedValue.newInstance();

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final long headMax;
  private final StreamPace pace;

  /** Bytes that may still come for the head, or for the body. */
  private long left;

  private boolean inHead;

  BoundedConnection(Http1Config head, long headMax, StreamPace pace) {
    super(
        "http-" + NUMBERS.getAndIncrement(),
        null,
        null,
        head,
        null,
        null,
        null,
        new DefaultHttpResponseParserFactory(head));
    this.headMax = headMax;
    this.pace = pace;
  }

  @Override
  public void bind(Socket socket) throws IOException {
    bind(new Counted(socket));
  }

  @Override
  public void bind(SSLSocket tls, Socket socket) throws IOException {
    bind(new Counted(tls, socket));
  }

  @Override
  public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
    inHead = true;
    left = headMax;
    super.sendRequestHeader(request);
  }

  @Override
  public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
    ClassicHttpResponse response = super.receiveResponseHeader();
    if (response.getCode() >= HttpStatus.SC_SUCCESS) {
      inHead = false;
      // Twice the body, for a chunk has a line of its own; behind the last one there is a head.
      left = 2 * Math.min(BODY_MAX.get(), Integer.MAX_VALUE) + headMax;
    }
    return response;
  }

  private void count(int read) throws IOException {
    left -= read;
    if (left < 0) {
      if (inHead) {
        throw new MessageConstraintException("the head of the answer is too large");
      }
      throw new BoundedLines.TooLarge();
    }
  }

  private final class Counted extends SocketHolder {

    Counted(Socket socket) {
      super(socket);
    }

    Counted(SSLSocket tls, Socket socket) {
      super(tls, socket);
    }

    @Override
    protected InputStream getInputStream(Socket socket) throws IOException {
      return new CountedInput(socket.getInputStream());
    }
  }

  private final class CountedInput extends FilterInputStream {

    /** The last read brought all it could: more may be there. */
    private boolean full;

    CountedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      pace.look(full);
      int read = in.read(bytes, offset, length);
      full = read == length;
      count(read);
      return read;
    }
  }
}
