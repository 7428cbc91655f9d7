package dev.sessionmanager;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** An agent runtime that launches nothing: it, and each of its agents, is one small HTTP server. */
final class FakeRuntime implements AutoCloseable {

  private final HttpServer server;
  private final JsonMapper json = JsonMapper.builder().build();

  FakeRuntime() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/launch_agents", e -> answer(e, Map.of("launched_agents", agents())));
    server.createContext("/api/list_agents", e -> answer(e, Map.of("agents", agents())));
    server.createContext("/api/status", e -> answer(e, status()));
    server.createContext("/instructions", this::instruct);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private void instruct(HttpExchange exchange) throws IOException {
    String text = json.readTree(exchange.getRequestBody().readAllBytes()).path("text").asString();
    answer(exchange, Map.of("original", text, "optimized", "Objetivo: " + text));
  }

  private static Map<String, Object> status() {
    return Map.of(
        "status", "ok",
        "version", "0",
        "app_name", "Generative AI Agent Manager",
        "debug_mode", false,
        "active_agents_count", 3,
        "port", 8000,
        "agent_port_range", "8001-12001");
  }

  private List<Map<String, Object>> agents() {
    return List.of(agent("vfs"), agent("gpt4"), agent("orchestrator"));
  }

  private Map<String, Object> agent(String name) {
    return Map.of(
        "id",
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(),
        "name",
        name,
        "pid",
        1,
        "port",
        server.getAddress().getPort(),
        "status",
        "running",
        "start_time",
        1_618_037_123.456);
  }

  private void answer(HttpExchange exchange, Object body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
