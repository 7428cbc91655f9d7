package dev.sessionmanager.runtime;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.sessionmanager.gateway.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.json.JsonMapper;

/** Carries calls between the JDK's HTTP server and an agent; errors go out as FastAPI's. */
final class AgentExchanges implements HttpHandler {

  private static final Logger log = LoggerFactory.getLogger(AgentExchanges.class);

  private final AgentApi api;
  private final RuntimeServerSettings settings;
  private final JsonMapper json;

  AgentExchanges(AgentApi api, RuntimeServerSettings settings, JsonMapper json) {
    this.api = api;
    this.settings = settings;
    this.json = json;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      Headers headers = exchange.getRequestHeaders();
      if (WebPages.isForeign(headers::getFirst, settings.allowedHosts())) {
        throw new Problem(Problem.Kind.FORBIDDEN);
      }
      var call =
          new AgentRoutes.Call(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              user(headers.getFirst(AgentRuntime.USER_HEADER)),
              exchange.getRequestBody());
      api.answer(call, answer -> send(exchange, answer));
    } catch (Problem problem) {
      refuse(exchange, Detail.of(problem));
    } catch (UncheckedIOException e) {
      throw e.getCause(); // The caller went away; the server closes the connection.
    } catch (IOException e) {
      // Mostly a caller that broke off; else the disk, and then the message says what is wrong.
      log.warn("An agent could not answer {}: {}", exchange.getRequestMethod(), e.toString());
      refuse(exchange, Detail.of(new Problem(Problem.Kind.INTERNAL)));
    } catch (RuntimeException e) {
      log.error("An agent failed to answer {}", exchange.getRequestMethod(), e);
      refuse(exchange, Detail.of(new Problem(Problem.Kind.INTERNAL)));
    } finally {
      exchange.close();
    }
  }

  private static @Nullable String user(@Nullable String header) {
    try {
      return header == null ? null : UriUtils.decode(header, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.fields(Map.of("header.x-session-user", "value_error")).causedBy(e);
    }
  }

  private void send(HttpExchange exchange, AgentRoutes.Answer answer) {
    try {
      Vfs.Download download = answer.download();
      if (download == null) {
        write(exchange, answer.status(), answer.body());
        return;
      }
      try (download) {
        headers(exchange, "application/octet-stream");
        exchange.getResponseHeaders().set("Content-Disposition", "attachment");
        long size = download.file().size();
        exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
        try (OutputStream out = exchange.getResponseBody()) {
          download.content().transferTo(out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refuse(HttpExchange exchange, Detail detail) throws IOException {
    Long wait = detail.retryAfter();
    if (wait != null) {
      exchange.getResponseHeaders().set("Retry-After", wait.toString());
    }
    // What was not read of a refused body must not be taken for the next request.
    exchange.getResponseHeaders().set("Connection", "close");
    write(exchange, detail.status(), detail.body());
  }

  private void write(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    headers(exchange, "application/json");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private static void headers(HttpExchange exchange, String type) {
    Map.of("Content-Type", type, "X-Content-Type-Options", "nosniff", "Cache-Control", "no-store")
        .forEach(exchange.getResponseHeaders()::set);
  }
}
