package dev.sessionmanager.channel.socket;

import java.net.InetAddress;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Where a socket's client finds the service's pages and pictures. Any thread. */
@Component
final class WebAddress {

  private final String configured;
  private final Environment environment;

  WebAddress(SocketSettings settings, Environment environment) {
    this.configured = settings.webAddress().replaceFirst("/+$", "");
    this.environment = environment;
  }

  /** What links begin with for a client who has come by this address of the machine. */
  String of(InetAddress local) {
    String address = local.getHostAddress().replaceFirst("%.*", "");
    String host = address.indexOf(':') < 0 ? address : '[' + address + ']';
    return of(local.isLoopbackAddress() ? "localhost" : host);
  }

  /** What links begin with for a client who calls the machine by this name. */
  String of(String host) {
    if (!configured.isEmpty()) {
      return configured;
    }
    boolean secure = environment.getProperty("server.ssl.enabled", Boolean.class, false);
    String port = environment.getProperty("local.server.port", "");
    return (secure ? "https://" : "http://") + host + ':' + port;
  }
}
