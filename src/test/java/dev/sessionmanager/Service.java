package dev.sessionmanager;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.messaging.Messenger;
import dev.sessionmanager.runtime.RecordingRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole service in this process, on a free port, with a folder, a clock and a recording runtime
 * of its own; called over real HTTP, as a client would.
 */
public final class Service implements AutoCloseable {

  /** A proxy's header: a call with it comes by way of the proxy at {@link #PROXY}. */
  static final String FORWARDED = "X-Forwarded-For";

  /** Where a proxy calls from, whose callers are strangers to loopback. */
  public static final String PROXY = "127.0.0.2";

  private static final JsonMapper JSON = new JsonMapper();

  public final SettableClock clock = new SettableClock(Instant.now());
  public final RecordingRuntime runtime = new RecordingRuntime();
  public final Path data;
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpClient proxy = proxy();
  private final ConfigurableApplicationContext context;
  private final int port;

  /** Starts it; settings are given as NAME=value. */
  public static Service start(String... settings) {
    return new Service(List.of(), settings);
  }

  /** Starts it with agents of the test's own beside those that there are. */
  public static Service startWith(List<? extends Agent> agents, String... settings) {
    return new Service(agents, settings);
  }

  /** Starts it with a messaging channel of the test's own, on what another service left behind. */
  public static Service startOn(
      Path data, Messenger messenger, List<? extends Agent> agents, String... settings) {
    return new Service(data, List.of(messenger), agents, settings);
  }

  /** Starts it on what another service left behind. */
  public static Service startAgain(Path data, List<? extends Agent> agents, String... settings) {
    return new Service(data, List.of(), agents, settings);
  }

  private Service(List<? extends Agent> agents, String... settings) {
    this(folder(), List.of(), agents, settings);
  }

  /** An empty folder for a service. */
  public static Path folder() {
    try {
      return Files.createTempDirectory("session-manager");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Service(
      Path data, List<Messenger> messengers, List<? extends Agent> agents, String... settings) {
    this.data = data;
    Map<String, Object> given = new HashMap<>();
    given.put("PORT", "0");
    given.put("WS_PORT", "0");
    given.put("ECOBOT_SOCKET_PORT", "0"); // tests of the port choose one
    given.put("BIND_ADDRESS", "127.0.0.1");
    given.put("DATA_DIR", data.toString());
    given.put("FORWARDED_FROM", PROXY);
    given.put("RUNTIME_API_URL", runtime.uri().toString());
    // Tests write faster than people do; those about the limits set their own.
    given.put("RATE_MAX_MESSAGES", "100000");
    given.put("PER_USER_MAX", "50");
    given.put("admission.per-user-queue-max", "1000");
    // Models of the developer's own are none of a test's.
    for (String name : List.of("OLLAMA_URL", "GROQ_API_KEY", "OPENAI_API_KEY", "LLM_URL")) {
      given.put(name, "");
    }
    for (String setting : settings) {
      String[] pair = setting.split("=", 2);
      given.put(pair[0], pair[1]);
    }
    SpringApplication application = new SpringApplication(SessionManager.class);
    List<String> arguments = new ArrayList<>();
    given.forEach((name, value) -> arguments.add("--" + name + '=' + value));
    application.addInitializers(c ->
        ((GenericApplicationContext) c).registerBean("clock", java.time.Clock.class, () -> clock));
    application.addInitializers(c ->
        agents.forEach(agent ->
            ((GenericApplicationContext) c)
                .registerBean("test agent " + agent.name(), Agent.class, () -> agent)));
    application.addInitializers(c ->
        messengers.forEach(messenger ->
            ((GenericApplicationContext) c)
                .registerBean(
                    "test messenger " + messenger.channel(), Messenger.class, () -> messenger)));
    application.setAllowBeanDefinitionOverriding(true);
    context = application.run(arguments.toArray(String[]::new));
    port = Integer.parseInt(context.getEnvironment().getProperty("local.server.port", "0"));
  }

  /**
   * What a power cut at this moment would leave on the disk: everything that is committed, and
   * nothing else.
   */
  public Path leftBehind() {
    Path copy = folder();
    Path file = data.resolve("session_manager.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum into '" + copy.resolve("session_manager.db") + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return copy;
  }

  public int port() {
    return port;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** An answer as a client sees it. */
  public record Answer(int status, HttpResponse<String> raw, JsonNode json) {

    public String text(String pointer) {
      return json.at(pointer).asString();
    }

    public String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  /** Headers are given as name, value, name, value. */
  public Answer call(String method, String path, String body, String... headers) {
    return send(request(port, method, path, body, Operator.headers(data, path, headers)));
  }

  /** A client that calls as a proxy on this machine does. */
  static HttpClient proxy() {
    try {
      return HttpClient.newBuilder().localAddress(InetAddress.getByName(PROXY)).build();
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  static HttpRequest request(int port, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .timeout(Duration.ofMinutes(1))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  public Answer send(HttpRequest request) {
    return send(request.headers().map().containsKey(FORWARDED) ? proxy : http, request);
  }

  static Answer send(HttpClient http, HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
      JsonNode body = json ? JSON.readTree(response.body()) : JSON.createObjectNode();
      return new Answer(response.statusCode(), response, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Answer get(String path, String... headers) {
    return call("GET", path, "", headers);
  }

  public Answer post(String path, String body, String... headers) {
    return call("POST", path, body, headers);
  }

  public Answer communicate(String user, String password, String... headers) {
    return post(
        "/communicate",
        """
        {"message":"hola","credentials":{"username":"%s","password":"%s"}}\
        """
            .formatted(user, password),
        headers);
  }

  public Answer login(String user, String password, String... headers) {
    return post(
        "/login", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, password), headers);
  }

  /** A fresh token, as of a client of that name. */
  public String token(String user, String password, String device) {
    return login(user, password, "User-Agent", device).text("/data/session/token");
  }

  /** Headers of a caller from outside, with a token. */
  public static String[] outside(String token) {
    return new String[] {FORWARDED, "192.0.2.1", "Authorization", "Bearer " + token};
  }

  @Override
  public void close() {
    context.close();
    runtime.close();
    http.close();
    proxy.close();
  }
}
