package dev.sessionmanager.embedded;

import dev.sessionmanager.problem.WrongSetting;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Profile;
import org.springframework.util.unit.DataSize;

/**
 * The runtime server's own settings (profile runtime). Defaults and sentences stand in
 * application-runtime.yaml.
 *
 * @param agentHost address the agents listen on
 * @param agentPortRange first and last port for agents, like {@code 8001-12001}
 * @param maxBody of a JSON body
 * @param agentTimeout for a silent connection to an agent; also for receiving a body, and for
 *     sending a file, as a whole
 * @param agentMaxConnections open to one agent at once
 * @param allowedHosts names with a dot by which callers may address the server
 * @param debug what {@code debug_mode} says
 */
@ConfigurationProperties("runtime.server")
@Profile("runtime")
record RuntimeServerSettings(
    InetAddress agentHost,
    String agentPortRange,
    DataSize maxBody,
    Duration agentTimeout,
    int agentMaxConnections,
    List<String> allowedHosts,
    boolean debug) {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

  RuntimeServerSettings {
    Matcher range = RANGE.matcher(agentPortRange);
    WrongSetting.when(
        !range.matches()
            || Integer.parseInt(range.group(1)) < 1
            || Integer.parseInt(range.group(1)) > Integer.parseInt(range.group(2))
            || Integer.parseInt(range.group(2)) > 65535,
        "runtime.server.agent-port-range must be two ports, the lower one first, like"
            + " 8001-12001.");
    WrongSetting.when(
        maxBody.toBytes() < 1 || maxBody.toBytes() > DataSize.ofMegabytes(64).toBytes(),
        "runtime.server.max-body must be between 1 byte and 64MB, like 1MB.");
    WrongSetting.when(
        agentTimeout.toSeconds() < 1,
        "runtime.server.agent-timeout must be at least 1 second, like 30s.");
    WrongSetting.when(
        agentMaxConnections < 1, "runtime.server.agent-max-connections must be at least 1.");
    allowedHosts = allowedHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }

  int firstPort() {
    return Integer.parseInt(agentPortRange.substring(0, agentPortRange.indexOf('-')));
  }

  int lastPort() {
    return Integer.parseInt(agentPortRange.substring(agentPortRange.indexOf('-') + 1));
  }

  int maxBodyBytes() {
    return Math.toIntExact(maxBody.toBytes());
  }
}
