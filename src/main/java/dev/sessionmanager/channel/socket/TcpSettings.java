package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param port where people talk to agents line by line ({@code ECOBOT_SOCKET_PORT}, else {@code
 *     APP_PORT}); 0: nowhere
 * @param bindAddress the interface it listens on ({@code APP_HOST})
 * @param agent who answers until somebody else is chosen ({@code SOCKET_AGENT})
 * @param language of greetings and answers, a BCP 47 tag ({@code SOCKET_LANGUAGE})
 * @param sslBundle the Spring SSL bundle of its certificate ({@code tcp.ssl-bundle}); empty: no TLS
 * @param connectionsMax open at once ({@code tcp.connections-max})
 * @param lineTimeout from a line's first byte to its end ({@code tcp.line-timeout})
 * @param loginTimeout for the login that is demanded from outside ({@code tcp.login-timeout})
 * @param writeTimeout for a client to take what is written to it ({@code tcp.write-timeout})
 * @param stream whether an answer comes piece by piece, else whole ({@code tcp.stream})
 * @param pageMax the most that is written at once where answers come whole ({@code tcp.page-max});
 *     0: an answer of any length
 */
@ConfigurationProperties("tcp")
record TcpSettings(
    int port,
    String bindAddress,
    String agent,
    String language,
    @Nullable String sslBundle,
    int connectionsMax,
    Duration lineTimeout,
    Duration loginTimeout,
    Duration writeTimeout,
    boolean stream,
    DataSize pageMax) {

  TcpSettings {
    WrongSetting.when(
        port < 0 || port > 65_535, "ECOBOT_SOCKET_PORT and APP_PORT must be from 0 to 65535.");
    WrongSetting.when(connectionsMax < 1, "tcp.connections-max must be at least 1.");
    WrongSetting.when(
        !lineTimeout.isPositive() || !loginTimeout.isPositive() || !writeTimeout.isPositive(),
        "tcp.line-timeout, tcp.login-timeout and tcp.write-timeout must be above 0.");
    WrongSetting.when(
        pageMax.toBytes() != 0 && (pageMax.toBytes() < 256 || pageMax.toBytes() > 1 << 20),
        "tcp.page-max must be from 256B to 1MB, or 0 for no pages.");
  }
}
