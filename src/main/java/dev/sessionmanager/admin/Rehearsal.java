package dev.sessionmanager.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.http.HttpAnswer;
import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.http.HttpCalls;
import dev.sessionmanager.http.HttpLimits;
import dev.sessionmanager.http.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/**
 * The run from which the launcher makes the start-up cache: a whole start, each of the usual calls
 * once, and the end. The cache then has the classes that these calls need, and the first caller
 * after a start does not wait for them. Only in the profile {@code rehearsal}, with a data folder
 * and a port of its own.
 */
@Component
final class Rehearsal implements ApplicationListener<ApplicationReadyEvent> {

  private static final Profiles PROFILE = Profiles.of("rehearsal");
  private static final Duration TIME = Duration.ofMinutes(1);
  private static final HttpLimits LIMITS = new HttpLimits(Duration.ofSeconds(5), 1, 1 << 20);

  private final OutboundHttp http;

  Rehearsal(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent event) {
    ConfigurableApplicationContext service = event.getApplicationContext();
    if (!service.getEnvironment().acceptsProfiles(PROFILE)) {
      return;
    }
    String port = service.getEnvironment().getRequiredProperty("local.server.port");
    String operator = new RunningService(service.getEnvironment()).token();
    try (HttpCalls client = new HttpCalls(http, LIMITS)) {
      for (HttpCall call : calls("http://127.0.0.1:" + port, operator)) {
        // The answer does not matter: a refusal, as without a runtime, loads classes as well.
        var _ = client.exchange(call, HttpAnswer::body);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the service did not answer itself", e);
    }
    System.exit(SpringApplication.exit(service));
  }

  private static List<HttpCall> calls(String service, @Nullable String operator) {
    List<HttpCall> calls = new ArrayList<>();
    for (String path : List.of("/", "/health", "/health/ready", "/agents")) {
      calls.add(HttpCall.of("GET", URI.create(service + path), TIME));
    }
    calls.add(
        HttpCall.of("GET", URI.create(service + "/metrics"), TIME)
            .header("Authorization", "Bearer " + operator));
    calls.add(
        post(
            service + "/communicate",
            """
            {"message": "Por favor, resume el informe de ventas, sin jerga, en una tabla. Gracias.",
             "credentials": {"username": "user_1", "password": "1234"}}
            """));
    calls.add(
        post(
            service + "/send_instruction",
            "{\"message\": \"¿Puedes traducir «buenos días» al inglés, por favor?\"}"));
    for (String text :
        List.of(
            "¿Qué es el PIB real?", "Calculá el interés simple de 1.000 al 10% anual por 2 años")) {
      calls.add(
          post(
              service + "/chat",
              "{\"message\": \"%s\", \"session_id\": \"ensayo\", \"agent_id\": \"ecobot\"}"
                  .formatted(text)));
    }
    return calls;
  }

  private static HttpCall post(String uri, String body) {
    return HttpCall.of("POST", URI.create(uri), TIME).json(body.getBytes(UTF_8));
  }
}
