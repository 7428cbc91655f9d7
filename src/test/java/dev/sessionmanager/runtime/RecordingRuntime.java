package dev.sessionmanager.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A fake at the edge of the network: speaks the runtime's HTTP contract as captured, records what
 * it is asked, and can be told to misbehave. The orchestrator listens on the same port.
 */
public final class RecordingRuntime implements AutoCloseable {

  /** A request as it came. */
  public record Request(
      String method, String path, Map<String, List<String>> headers, String body) {

    public String header(String name) {
      List<String> values = headers.get(name);
      return values == null ? "" : values.getFirst();
    }
  }

  /** How a path is answered. */
  @FunctionalInterface
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  public final List<Request> requests = new CopyOnWriteArrayList<>();

  public RecordingRuntime() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
    behave();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Back to answering everything as the contract says, with nothing recorded. */
  public void behave() {
    requests.clear();
    answers.clear();
    answer("/api/launch_agents", json(200, "{\"launched_agents\":" + agents() + "}"));
    answer("/api/list_agents", json(200, "{\"agents\":" + agents() + "}"));
    answer(
        "/api/stop_agent",
        json(200, "{\"stopped_agents\":[" + agent("orchestrator", "stopped") + "]}"));
    answer("/api/status", json(200, STATUS));
    answer(
        "/instructions",
        json(200, "{\"original\":\"hola\",\"optimized\":\"HOLA\",\"answer\":\"¡Hola!\"}"));
  }

  private static final String STATUS =
      """
      {"status":"ok","version":"1.0","app_name":"Generative AI Agent Manager","debug_mode":false,
       "active_agents_count":3,"port":8000,"agent_port_range":"8001-12001","error":null}
      """;

  public void answer(String path, Answer answer) {
    answers.put(path, answer);
  }

  public static Answer json(int status, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  public String agents() {
    return "["
        + agent("vfs", "running")
        + ","
        + agent("gpt4", "running")
        + ","
        + agent("orchestrator", "running")
        + "]";
  }

  public String agent(String name, String status) {
    return agent(name, status, port());
  }

  public static String agent(String name, String status, int port) {
    return """
    {"id":"6f1c0d3a-0000-4000-8000-00000000%04x","name":"%s","pid":4711,"port":%d,\
    "status":"%s","start_time":1618037123.456}\
    """
        .formatted(name.hashCode() & 0xffff, name, port, status);
  }

  /** How often a path has been asked for. */
  public long count(String path) {
    return requests.stream().filter(r -> r.path().equals(path)).count();
  }

  public Request last(String path) {
    return requests.stream().filter(r -> r.path().equals(path)).toList().getLast();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(
          new Request(
              exchange.getRequestMethod(), path, Map.copyOf(exchange.getRequestHeaders()), body));
      answers.getOrDefault(path, json(404, "{\"detail\":\"Not Found\"}")).to(exchange);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
