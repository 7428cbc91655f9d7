package dev.sessionmanager.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.http.HttpStatus;

/**
 * What Tomcat itself refuses (a broken request line, a forbidden character in the path) never
 * reaches filters or controllers; this makes it JSON too, in place of Tomcat's HTML page.
 */
public final class JsonErrors extends ErrorReportValve {

  private final Wire wire;

  private JsonErrors(Wire wire) {
    this.wire = wire;
  }

  /** How refusals look on one service's wire. */
  public interface Wire {

    /**
     * The refusal as it is written.
     *
     * @param path as the client has sent it; null where that could not be read
     * @param phrase of the status, in English
     */
    Refusal of(@Nullable String path, int status, String phrase);
  }

  /**
   * One refusal.
   *
   * @param contentType without a charset; it is UTF-8
   * @param id goes out as {@code x-request-id}, by which the refusal can be told from others; null
   *     where the wire has no such thing
   */
  public record Refusal(String contentType, String json, @Nullable String id) {}

  /** Has Tomcat's refusals on the main port written so. */
  public static void on(TomcatServletWebServerFactory tomcat, Wire wire) {
    tomcat.addContextCustomizers(context -> {
      if (context.getParent() instanceof StandardHost host) {
        host.setErrorReportValveClass(
            JsonErrors.class.getName()); // the host finds it there already
        host.getPipeline().addValve(new JsonErrors(wire));
      }
    });
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    HttpStatus known = HttpStatus.resolve(status);
    String phrase = known == null ? "Error" : known.getReasonPhrase();
    Refusal refusal = wire.of(request.getRequestURI(), status, phrase);
    try {
      response.setContentType(refusal.contentType());
      response.setCharacterEncoding("UTF-8");
      if (refusal.id() != null) {
        response.setHeader("x-request-id", refusal.id());
      }
      response.getOutputStream().write(refusal.json().getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException | IllegalStateException gone) {
      // The client has gone or has had an answer: nobody is left to be told.
    }
  }
}
