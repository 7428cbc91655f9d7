package dev.sessionmanager.embedded;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.runtime.AgentRuntime;
import dev.sessionmanager.server.TimedInput;
import dev.sessionmanager.trust.WebPages;
import dev.sessionmanager.vfs.Vfs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries calls between Tomcat and an agent; every refusal, also what Tomcat itself refuses, goes
 * out as FastAPI's. It is the whole of what Tomcat runs: there is no web application behind it.
 */
final class AgentValve extends ValveBase {

  private static final Logger log = LoggerFactory.getLogger(AgentValve.class);

  /** Bound, in the thread that serves a call, to the valve it came through. */
  private static final ScopedValue<AgentValve> SERVING = ScopedValue.newInstance();

  private final AgentApi api;
  private final RuntimeServerSettings settings;
  private final JsonMapper json;
  private final Semaphore idle;

  AgentValve(AgentApi api, RuntimeServerSettings settings, JsonMapper json) {
    super(false);
    this.api = api;
    this.settings = settings;
    this.json = json;
    this.idle = new Semaphore(settings.agentMaxConnections());
  }

  @Override
  public void invoke(Request request, Response response) throws IOException {
    if (!idle.tryAcquire()) {
      refuse(response, HttpStatus.SERVICE_UNAVAILABLE); // The agent's port is closing.
      return;
    }
    try {
      ScopedValue.where(SERVING, this)
          .call(() -> {
            serve(request, response);
            return true;
          });
    } finally {
      idle.release();
    }
  }

  /** Whether the current thread is serving one of this agent's calls. */
  boolean isServing() {
    return SERVING.isBound() && SERVING.get() == this;
  }

  /** Waits until no call is being served; none is from then on, unless the time was not enough. */
  void finish(Duration time) {
    try {
      boolean _ =
          idle.tryAcquire(settings.agentMaxConnections(), time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Request request, Response response) throws IOException {
    try {
      if (response.getStatus() >= 400) {
        refuse(response, HttpStatus.valueOf(response.getStatus()));
        return;
      }
      api.answer(call(request), answer -> send(response, answer));
    } catch (Problem problem) {
      refuse(response, FastApiError.of(problem));
    } catch (UncheckedIOException e) {
      cutOff(response, e); // The caller went away, or took too long.
    } catch (SocketTimeoutException e) {
      refuse(response, HttpStatus.REQUEST_TIMEOUT);
    } catch (BadRequestException e) {
      refuse(response, HttpStatus.valueOf(response.getStatus())); // Tomcat knows what was wrong.
    } catch (IOException e) {
      // Mostly a caller that broke off; else the disk, and then the message says what is wrong.
      log.warn("An agent could not answer {}: {}", request.getMethod(), e.toString());
      refuse(response, HttpStatus.INTERNAL_SERVER_ERROR);
    } catch (RuntimeException e) {
      log.error("An agent failed to answer {}", request.getMethod(), e);
      refuse(response, HttpStatus.INTERNAL_SERVER_ERROR);
    }
  }

  private AgentApi.Call call(Request request) throws IOException {
    if (WebPages.isForeign(request::getHeader, settings.allowedHosts())) {
      throw new Problem(Problem.Kind.FORBIDDEN);
    }
    return new AgentApi.Call(
        request.getMethod(),
        // Decoded here: Tomcat would take what follows a semicolon for parameters.
        UriUtils.decode(request.getRequestURI(), StandardCharsets.UTF_8),
        user(request.getHeader(AgentRuntime.USER_HEADER)),
        new TimedInput(request.getInputStream(), settings.agentTimeout()));
  }

  private static @Nullable String user(@Nullable String header) {
    try {
      return header == null ? null : UriUtils.decode(header, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.fields(Map.of("header.x-session-user", "value_error")).causedBy(e);
    }
  }

  private void send(Response response, AgentApi.Answer answer) {
    try {
      if (answer.last()) {
        response.setHeader("Connection", "close");
      }
      Vfs.Download download = answer.download();
      if (download == null) {
        write(response, answer.status(), answer.body());
        return;
      }
      try (download) {
        response.setHeader("Content-Disposition", "attachment");
        head(response, 200, "application/octet-stream", download.file().size());
        OutputStream out = response.getOutputStream();
        new TimedInput(download.content(), settings.agentTimeout()).transferTo(out);
        response.flushBuffer();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refuse(Response response, HttpStatus status) throws IOException {
    refuse(response, new FastApiError(status.value(), status.getReasonPhrase(), null));
  }

  private void refuse(Response response, FastApiError detail) throws IOException {
    if (response.isCommitted()) {
      cutOff(response, null);
      return;
    }
    Long wait = detail.retryAfter();
    if (wait != null) {
      response.setHeader("Retry-After", wait.toString());
    }
    response.setSuspended(false); // Tomcat shuts an answer that it has refused itself.
    // The unread rest of a refused body must not be taken for the next request.
    response.setHeader("Connection", "close");
    write(response, detail.status(), detail.body());
  }

  /** Half an answer must not look like a whole one. */
  private static void cutOff(Response response, @Nullable Exception cause) {
    response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, cause);
  }

  private void write(Response response, int status, Object body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    head(response, status, "application/json", bytes.length);
    response.getOutputStream().write(bytes);
    response.flushBuffer();
  }

  private static void head(Response response, int status, String type, long length) {
    response.setStatus(status);
    response.setContentType(type);
    response.setContentLengthLong(length);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
  }
}
