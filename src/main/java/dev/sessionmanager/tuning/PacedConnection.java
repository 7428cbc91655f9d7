package dev.sessionmanager.tuning;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * A connection that says before it looks at the network: all that had come has been read by then,
 * and what follows may have to be waited for. Neither a response's stream nor its length says so.
 */
final class PacedConnection extends DefaultManagedHttpClientConnection {

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final StreamPace pace;

  PacedConnection(Http1Config head, StreamPace pace) {
    super(
        "http-" + NUMBERS.getAndIncrement(),
        null,
        null,
        head,
        null,
        null,
        null,
        new DefaultHttpResponseParserFactory(head));
    this.pace = pace;
  }

  @Override
  public void bind(Socket socket) throws IOException {
    bind(new Paced(socket, pace));
  }

  @Override
  public void bind(SSLSocket tls, Socket socket) throws IOException {
    bind(new Paced(tls, socket, pace));
  }

  private static final class Paced extends SocketHolder {
    private final StreamPace pace;

    Paced(Socket socket, StreamPace pace) {
      super(socket);
      this.pace = pace;
    }

    Paced(SSLSocket tls, Socket socket, StreamPace pace) {
      super(tls, socket);
      this.pace = pace;
    }

    @Override
    protected InputStream getInputStream(Socket socket) throws IOException {
      return new PacedInput(socket.getInputStream(), pace);
    }
  }

  private static final class PacedInput extends FilterInputStream {

    private final StreamPace pace;

    /** The last read brought all it could: more may be there. */
    private boolean full;

    PacedInput(InputStream in, StreamPace pace) {
      super(in);
      this.pace = pace;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      pace.look(full);
      int read = in.read(bytes, offset, length);
      full = read == length;
      return read;
    }
  }
}
