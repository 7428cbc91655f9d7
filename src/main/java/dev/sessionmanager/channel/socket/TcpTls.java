package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.WrongSetting;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * TLS with the certificate of a bundle. Protocols and ciphers are those of the bundle, or of the
 * main port's where the bundle names none: Java's own have CBC among them.
 */
record TcpTls(SSLSocketFactory factory, SslOptions options) {

  private static final String MAIN_PORT = "web";

  /**
   * TLS as the settings want it; null where no bundle is named.
   *
   * @throws WrongSetting where its certificate cannot be used
   */
  static @Nullable TcpTls of(TcpSettings settings, SslBundles bundles) {
    String name = settings.sslBundle();
    if (name == null || name.isBlank()) {
      return null;
    }
    try {
      SslBundle bundle = bundles.getBundle(name);
      SslOptions own = bundle.getOptions();
      SslOptions usual = bundles.getBundle(MAIN_PORT).getOptions();
      return new TcpTls(
          bundle.createSslContext().getSocketFactory(),
          SslOptions.of(
              own.getCiphers() == null ? usual.getCiphers() : own.getCiphers(),
              own.getEnabledProtocols() == null
                  ? usual.getEnabledProtocols()
                  : own.getEnabledProtocols()));
    } catch (NoSuchSslBundleException e) {
      throw new WrongSetting(
          "tcp.ssl-bundle names '" + name + "', and there is no such SSL bundle.", e);
    } catch (RuntimeException e) {
      throw new WrongSetting(
          "the certificate of the SSL bundle '"
              + name
              + "' (tcp.ssl-bundle) cannot be used: "
              + e.getMessage(),
          e);
    }
  }

  /** The server's side of TLS on a connection; its handshake is still to come. */
  SSLSocket over(Socket raw) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            factory.createSocket(raw, raw.getInetAddress().getHostAddress(), raw.getPort(), true);
    secure.setUseClientMode(false);
    if (options.getEnabledProtocols() != null) {
      secure.setEnabledProtocols(options.getEnabledProtocols());
    }
    if (options.getCiphers() != null) {
      secure.setEnabledCipherSuites(options.getCiphers());
    }
    return secure;
  }
}
