package dev.sessionmanager.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sessionmanager.Certificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server at https://localhost that reads a whole request, and so has taken it, and answers with a
 * record that does not decrypt.
 */
public final class BrokenTls implements AutoCloseable {

  private static final String PASSWORD = "changeit";
  private static final Path STORE = store();

  /** Of application data (RFC 8446, 5.1), 32 bytes that nobody has encrypted. */
  private static final byte[] BROKEN_RECORD = new byte[5 + 32];

  static {
    BROKEN_RECORD[0] = 23;
    BROKEN_RECORD[1] = 3;
    BROKEN_RECORD[2] = 3;
    BROKEN_RECORD[4] = 32;
  }

  /** Heads and bodies that were read to their end. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  private final ServerSocket server;
  private final SSLContext context;
  private final OutboundHttp http = trusting();

  public BrokenTls() {
    try {
      context = context();
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Connections.accept(server, this::answer);
  }

  public int port() {
    return server.getLocalPort();
  }

  public String url() {
    return "https://localhost:" + port();
  }

  /** A client that trusts this server, and no other. */
  public OutboundHttp http() {
    return http;
  }

  private static OutboundHttp trusting() {
    System.setProperty("javax.net.ssl.trustStore", STORE.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    try {
      return TestHttp.http();
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
      System.clearProperty("javax.net.ssl.trustStorePassword");
    }
  }

  private void answer(Socket connection) {
    try (connection;
        SSLSocket tls =
            (SSLSocket) context.getSocketFactory().createSocket(connection, null, true)) {
      tls.setUseClientMode(false);
      requests.add(request(tls.getInputStream()));
      connection.getOutputStream().write(BROKEN_RECORD);
      connection.getOutputStream().flush();
      while (connection.getInputStream().read() >= 0) {
        // until the client has gone
      }
    } catch (IOException gone) {
      // The client did not like it.
    }
  }

  private static String request(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no whole request");
      }
      head.write(next);
    }
    String text = head.toString(ISO_8859_1);
    int length =
        text.lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
            .findFirst()
            .orElse(0);
    return text + new String(in.readNBytes(length), ISO_8859_1);
  }

  private static SSLContext context() throws IOException {
    try (InputStream in = Files.newInputStream(STORE)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** A key of this run's own, which stands for its certificate's trust as well. */
  private static Path store() {
    try {
      Path folder = Files.createTempDirectory("broken-tls");
      Path store = Certificates.store(folder, "broken");
      store.toFile().deleteOnExit();
      folder.toFile().deleteOnExit();
      return store;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
