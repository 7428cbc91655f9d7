package dev.sessionmanager.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program of the operator's that takes events: keeps what came, in order, checks each signature,
 * and answers as it is told to.
 */
public final class WebhookReceiver implements AutoCloseable {

  public static final String SECRET = "secret-of-the-receiver";

  private static final JsonMapper JSON = new JsonMapper();

  /** An event as it came; signed: rightly. */
  public record Got(
      String id, String event, JsonNode body, @Nullable String signature, boolean signed) {

    public JsonNode data() {
      return body.path("data");
    }
  }

  public final List<Got> got = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final Deque<Integer> statuses = new ConcurrentLinkedDeque<>();

  public WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  /** How the next calls are answered, one each; 200 after them. */
  public void answers(Integer... these) {
    statuses.addAll(List.of(these));
  }

  /** Events of this name. */
  public List<Got> of(String event) {
    return got.stream().filter(one -> one.event().equals(event)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String signature = exchange.getRequestHeaders().getFirst("X-Session-Manager-Signature");
      String stamp = exchange.getRequestHeaders().getFirst("X-Session-Manager-Timestamp");
      JsonNode json = JSON.readTree(body);
      assertThat(exchange.getRequestHeaders().getFirst("X-Session-Manager-Delivery"))
          .isEqualTo(json.path("id").asString());
      assertThat(exchange.getRequestHeaders().getFirst("X-Session-Manager-Event"))
          .isEqualTo(json.path("event").asString());
      got.add(
          new Got(
              json.path("id").asString(),
              json.path("event").asString(),
              json,
              signature,
              signed(stamp, body).equals(signature)));
      Integer status = statuses.poll();
      exchange.sendResponseHeaders(status == null ? 200 : status, -1);
    }
  }

  /** As a receiver computes it, from what the documentation says. */
  private static String signed(String stamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      mac.update((stamp + ".").getBytes(UTF_8));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
