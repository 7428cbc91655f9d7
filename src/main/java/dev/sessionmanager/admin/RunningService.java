package dev.sessionmanager.admin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service that runs on this machine with the same settings, as a command calls it: with the
 * operator's token. What goes wrong is said on standard error.
 */
final class RunningService {

  /** Providers are asked one after the other, and may take their time-outs. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Set<String> ANYWHERE = Set.of("0.0.0.0", "::", "");

  private final JsonMapper json = new JsonMapper();
  private final URI address;
  private final Path tokenFile;

  RunningService(Environment settings) {
    String scheme =
        settings.getProperty("server.ssl.enabled", Boolean.class, false) ? "https" : "http";
    String given = settings.getProperty("server.address", "");
    String name = ANYWHERE.contains(given) ? "localhost" : given;
    String host = name.contains(":") ? "[" + name + "]" : name;
    address = URI.create("%s://%s:%s".formatted(scheme, host, settings.getProperty("server.port")));
    tokenFile = Path.of(settings.getRequiredProperty("trust.operator-token-file"));
  }

  /** Where it is reached on this machine. */
  URI address() {
    return address;
  }

  /** The operator's token of its last start; null, and said, where this user cannot read it. */
  @Nullable String token() {
    try {
      return Files.readString(tokenFile).strip();
    } catch (IOException unreadable) {
      System.err.println(
          "Cannot read %s: start the service first, and run this as the user of the service, with the same DATA_DIR."
              .formatted(tokenFile.toAbsolutePath()));
      return null;
    }
  }

  /**
   * Asks it as its operator.
   *
   * @param body to be posted as JSON; null to get
   * @return what it answers; null, and said, where it refuses or there is none
   */
  @Nullable JsonNode ask(String path, @Nullable Object body) throws InterruptedException {
    String token = token();
    if (token == null) {
      return null;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token);
    if (body != null) {
      request
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString(json.writeValueAsString(body)));
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      JsonNode found = read(answer.body());
      if (answer.statusCode() == 200) {
        return found;
      }
      System.err.println("The service refuses it: " + found.path("message").asString("no reason"));
      found.path("errors").forEach(error -> System.err.println("  " + error.asString()));
    } catch (SSLException unknown) {
      System.err.println(
          "The certificate at %s is not one for that name that this machine trusts: make the calls of docs/messaging.md with curl -k."
              .formatted(address));
    } catch (IOException unreachable) {
      System.err.println(
          "No service answers at %s: start it first. What its settings lack it says at its start."
              .formatted(address));
    }
    return null;
  }

  private JsonNode read(String body) {
    try {
      return json.readTree(body);
    } catch (JacksonException notOurs) {
      return json.createObjectNode();
    }
  }
}
