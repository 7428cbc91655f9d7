package dev.sessionmanager.database;

import dev.sessionmanager.problem.WrongSetting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * This process among those that share a PostgreSQL database.
 *
 * @param name what people call it ({@code NODE_NAME}); the machine's name and four random
 *     characters where none is given
 * @param url where the other nodes reach it ({@code NODE_URL}), without a slash at its end; null
 *     where they do not
 * @param lease how long after its last heart-beat others take over what it had accepted ({@code
 *     node.lease}), 1 s to 1 min
 */
@ConfigurationProperties("node")
record NodeSettings(@Nullable String name, @Nullable String url, Duration lease) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  NodeSettings {
    name = name == null || name.isBlank() ? ownName() : name.strip();
    WrongSetting.unless(
        NAME.matcher(name).matches(),
        "NODE_NAME must be 1 to 64 letters, digits, dots, hyphens and underscores.");
    url = url == null || url.isBlank() ? null : url.strip().replaceFirst("/+$", "");
    WrongSetting.when(
        url != null && !url.startsWith("http://") && !url.startsWith("https://"),
        "NODE_URL must be like http://10.0.0.5:8005.");
    WrongSetting.when(
        lease.toMillis() < 1000 || lease.toMinutes() > 1, "node.lease must be between 1s and 1m.");
  }

  private static String ownName() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      host = "node";
    }
    String plain = host.replaceAll("[^A-Za-z0-9._-]", "-");
    return plain.substring(0, Math.min(plain.length(), 59))
        + '-'
        + UUID.randomUUID().toString().substring(0, 4);
  }
}
