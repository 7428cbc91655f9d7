package dev.sessionmanager.model;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * A connection to a provider that tells the call on its thread before it looks at the network: all
 * that had come has been read by then, and what follows may have to be waited for. Neither a
 * response's stream nor its length says so.
 */
final class PacedConnection extends DefaultManagedHttpClientConnection {

  private static final AtomicLong NUMBERS = new AtomicLong();

  PacedConnection() {
    super("model-" + NUMBERS.getAndIncrement());
  }

  @Override
  public void bind(Socket socket) throws IOException {
    bind(new Paced(socket));
  }

  @Override
  public void bind(SSLSocket tls, Socket socket) throws IOException {
    bind(new Paced(tls, socket));
  }

  private static final class Paced extends SocketHolder {
    Paced(Socket socket) {
      super(socket);
    }

    Paced(SSLSocket tls, Socket socket) {
      super(tls, socket);
    }

    @Override
    protected InputStream getInputStream(Socket socket) throws IOException {
      return new PacedInput(socket.getInputStream());
    }
  }

  private static final class PacedInput extends FilterInputStream {

    /** The last read brought all it could: more may be there. */
    private boolean full;

    PacedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (ProviderCall.CURRENT.isBound()) {
        ProviderCall.CURRENT.get().beforeRead(full);
      }
      int read = in.read(bytes, offset, length);
      full = read == length;
      return read;
    }
  }
}
