package dev.sessionmanager.web;

import dev.sessionmanager.server.JsonErrors;
import dev.sessionmanager.trace.TraceId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Tomcat's own refusals as problems, and below {@code /v1} as errors of the API there. */
@Component
class PlainErrors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final String ENGLISH = "The HTTP request is not valid.";
  private static final String SENTENCE = "La petición HTTP no es válida. (" + ENGLISH + ')';

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    JsonErrors.on(factory, PlainErrors::refusal);
  }

  private static JsonErrors.Refusal refusal(@Nullable String path, int status, String phrase) {
    String code = status < 500 ? "malformed_request" : "internal_error";
    String id = TraceId.fresh();
    return switch (Routes.wire(path)) {
      case OURS ->
          new JsonErrors.Refusal("application/problem+json", problem(status, phrase, code, id), id);
      case OPEN_AI -> new JsonErrors.Refusal("application/json", openAi(status, code), id);
      case ANTHROPIC -> new JsonErrors.Refusal("application/json", anthropic(status, id), id);
    };
  }

  private static String problem(int status, String title, String code, String id) {
    return """
    {"type":"urn:session-manager:problem:%s","title":"%s","status":%d,"success":false,\
    "message":"%s",\
    "code":"%s","trace_id":"%s"}\
    """
        .formatted(code, title, status, SENTENCE, code, id);
  }

  private static String openAi(int status, String code) {
    String type = status < 500 ? "invalid_request_error" : "server_error";
    return """
    {"error":{"message":"%s","type":"%s","param":null,"code":"%s"}}\
    """
        .formatted(ENGLISH, type, code);
  }

  private static String anthropic(int status, String id) {
    String type = status < 500 ? "invalid_request_error" : "api_error";
    return """
    {"type":"error","error":{"type":"%s","message":"%s"},"request_id":"%s"}\
    """
        .formatted(type, ENGLISH, id);
  }
}
