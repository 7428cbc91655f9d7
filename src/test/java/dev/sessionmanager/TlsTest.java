package dev.sessionmanager;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the main port and the TCP port speak once they have a certificate, and what they do not. */
class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final int TCP = ServiceProcess.freePort();

  @TempDir private static Path folder;
  private static SSLContext clients;
  private static ServiceProcess service;

  @BeforeAll
  static void start() throws Exception {
    KeyStore store = certificate();
    write("chain.pem", "CERTIFICATE", store.getCertificate("web").getEncoded());
    Key key = store.getKey("web", PASSWORD);
    write("key.pem", "PRIVATE KEY", key.getEncoded());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("web", store.getCertificate("web"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    clients = SSLContext.getInstance("TLS");
    clients.init(null, managers.getTrustManagers(), null);
    service =
        ServiceProcess.launch(
            folder,
            Map.of(
                "TLS_ENABLED", "true",
                "TLS_CERTIFICATE", folder.resolve("chain.pem").toUri().toString(),
                "TLS_PRIVATE_KEY", folder.resolve("key.pem").toUri().toString(),
                "ECOBOT_SOCKET_PORT", Integer.toString(TCP),
                "TCP_SSLBUNDLE", "web"));
    service.awaitListening(TCP);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static KeyStore certificate() throws Exception {
    Path store = Certificates.store(folder, "web");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static void write(String file, String what, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, body, what));
  }

  private static int port(String name) {
    return name.equals("tcp") ? TCP : service.port();
  }

  private static SSLSocket connect(String port, String protocol, String... ciphers)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            clients.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port(port));
    socket.setSoTimeout(20_000);
    socket.setEnabledProtocols(new String[] {protocol});
    if (ciphers.length > 0) {
      socket.setEnabledCipherSuites(ciphers);
    }
    return socket;
  }

  @ParameterizedTest
  @CsvSource({
    "web, TLSv1.3, TLS_AES_128_GCM_SHA256",
    "web, TLSv1.3, TLS_CHACHA20_POLY1305_SHA256",
    "web, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "web, TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "tcp, TLSv1.3, TLS_AES_256_GCM_SHA384",
    "tcp, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
  })
  void speaksWhatIsModern(String port, String protocol, String cipher) throws Exception {
    try (SSLSocket socket = connect(port, protocol, cipher)) {
      socket.startHandshake();
      assertThat(socket.getSession().getCipherSuite()).isEqualTo(cipher);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "tcp"})
  void speaksNoCbc(String port) throws Exception {
    String[] cbc =
        List.of(clients.getSupportedSSLParameters().getCipherSuites()).stream()
            .filter(suite -> suite.contains("_ECDHE_ECDSA_") && suite.contains("_CBC_"))
            .toArray(String[]::new);
    assertThat(cbc).isNotEmpty();
    try (SSLSocket socket = connect(port, "TLSv1.2", cbc)) {
      assertThatIOException().isThrownBy(socket::startHandshake);
    }
  }

  /** It costs the server many times what it costs the client. */
  @ParameterizedTest
  @ValueSource(strings = {"web", "tcp"})
  void negotiatesOnce(String port) throws Exception {
    try (SSLSocket socket = connect(port, "TLSv1.2")) {
      socket.setSoTimeout(3000);
      socket.startHandshake();
      AtomicInteger more = new AtomicInteger();
      socket.addHandshakeCompletedListener(_ -> more.incrementAndGet());
      socket.startHandshake();
      assertThatIOException()
          .isThrownBy(() -> {
            while (socket.getInputStream().read() >= 0) {
              // what was said before it noticed
            }
            throw new EOFException();
          });
      assertThat(more).hasValue(0);
    }
  }

  @Test
  void tellsBrowsersToComeByTlsAlone() throws Exception {
    assertThat(head("example.org")).contains("\r\nStrict-Transport-Security: max-age=31536000\r\n");
    assertThat(head("localhost")).doesNotContain("Strict-Transport-Security");
  }

  private static String head(String host) throws IOException {
    try (SSLSocket socket = connect("web", "TLSv1.3")) {
      String request =
          "GET /health/live HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
