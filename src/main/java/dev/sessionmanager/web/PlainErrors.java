package dev.sessionmanager.web;

import dev.sessionmanager.trace.TraceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * What Tomcat itself refuses (a broken request line, a forbidden character in the path) never
 * reaches our filters; this makes it JSON too, instead of Tomcat's HTML page.
 */
@Component
class PlainErrors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    TomcatContextCustomizer parent =
        context -> {
          if (context.getParent() instanceof org.apache.catalina.core.StandardHost host) {
            host.setErrorReportValveClass(JsonReport.class.getName());
          }
        };
    factory.addContextCustomizers(parent);
  }

  /** Made by Tomcat by its name. */
  public static final class JsonReport extends ErrorReportValve {

    private static final String SENTENCE =
        "La petición HTTP no es válida. (The HTTP request is not valid.)";

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
      int status = response.getStatus();
      if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
        return;
      }
      HttpStatus known = HttpStatus.resolve(status);
      String title = known == null ? "Error" : known.getReasonPhrase();
      String code = status < 500 ? "malformed_request" : "internal_error";
      String body =
          OpenAiPaths.has(request.getRequestURI())
              ? openAi(status, code)
              : problem(status, title, code);
      try {
        response.setContentType(
            OpenAiPaths.has(request.getRequestURI())
                ? "application/json"
                : "application/problem+json");
        response.setCharacterEncoding("UTF-8");
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        response.finishResponse();
      } catch (IOException | IllegalStateException gone) {
        // The client has gone or has had an answer: nobody is left to be told.
      }
    }

    private static String problem(int status, String title, String code) {
      return """
      {"type":"urn:session-manager:problem:%s","title":"%s","status":%d,"success":false,\
      "message":"%s",\
      "code":"%s","trace_id":"%s"}\
      """
          .formatted(code, title, status, SENTENCE, code, TraceId.fresh());
    }

    private static String openAi(int status, String code) {
      String type = status < 500 ? "invalid_request_error" : "server_error";
      return """
      {"error":{"message":"%s","type":"%s","param":null,"code":"%s"}}\
      """
          .formatted(SENTENCE, type, code);
    }
  }
}
