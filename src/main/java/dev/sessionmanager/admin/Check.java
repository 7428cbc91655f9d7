package dev.sessionmanager.admin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command {@code check}: says for each messaging provider whether it is connected and what is
 * missing. {@code check ADDRESS} has them call the service at this address first. It asks the
 * service that runs on this machine, because a second one would take up the first one's work; see
 * {@link SetupController}.
 */
@Component
@Profile(Check.COMMAND)
final class Check implements ApplicationRunner, ExitCodeGenerator {

  /** First argument on the command line, and the profile that it switches on. */
  static final String COMMAND = "check";

  /** The providers are asked one after the other, and may take their time-outs. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Set<String> ANYWHERE = Set.of("0.0.0.0", "::", "");

  private final Environment settings;
  private final JsonMapper json = new JsonMapper();
  private int exitCode = 1;

  Check(Environment settings) {
    this.settings = settings;
  }

  @Override
  public void run(ApplicationArguments arguments) throws InterruptedException {
    List<String> words = arguments.getNonOptionArgs();
    if (words.size() > 2) {
      System.err.println("Usage: session-manager check [ADDRESS, like https://bot.example.org]");
      return;
    }
    URI service = service();
    try (HttpClient http = HttpClient.newHttpClient()) {
      boolean registered = words.size() < 2 || register(http, service, words.get(1));
      boolean ready = ask(http, HttpRequest.newBuilder(service.resolve("/admin/setup")));
      exitCode = registered && ready ? 0 : 1;
    } catch (SSLException unknown) {
      System.err.println(
          "The certificate at %s is not one for that name that this machine trusts: make the calls of docs/messaging.md with curl -k."
              .formatted(service));
    } catch (IOException unreachable) {
      System.err.println(
          "No service answers at %s: start it first. What its settings lack it says at its start."
              .formatted(service));
    }
  }

  private URI service() {
    String scheme =
        settings.getProperty("server.ssl.enabled", Boolean.class, false) ? "https" : "http";
    String address = settings.getProperty("server.address", "");
    String name = ANYWHERE.contains(address) ? "localhost" : address;
    String host = name.contains(":") ? "[" + name + "]" : name;
    return URI.create("%s://%s:%s".formatted(scheme, host, settings.getProperty("server.port")));
  }

  private boolean register(HttpClient http, URI service, String address)
      throws IOException, InterruptedException {
    String body = json.writeValueAsString(Map.of("url", address));
    return ask(
        http,
        HttpRequest.newBuilder(service.resolve("/admin/setup/webhooks"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** Prints what the service has found; returns whether every connected provider is well. */
  private boolean ask(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    JsonNode found = read(answer.body());
    if (answer.statusCode() != 200) {
      System.err.println("The service refuses it: " + found.path("message").asString("no reason"));
      found.path("errors").forEach(error -> System.err.println("  " + error.asString()));
      return false;
    }
    boolean well = true;
    for (JsonNode channel : found.path("channels")) {
      boolean ready = channel.path("ready").asBoolean();
      boolean connected = channel.path("connected").asBoolean();
      well &= ready || !connected;
      System.out.printf(
          "%-9s %-8s %s%n",
          channel.path("channel").asString(),
          ready ? "ready" : connected ? "NOT YET" : "off",
          channel.path("detail").asString());
    }
    return well;
  }

  private JsonNode read(String body) {
    try {
      return json.readTree(body);
    } catch (JacksonException notOurs) {
      return json.createObjectNode();
    }
  }

  @Override
  public int getExitCode() {
    return exitCode;
  }
}
