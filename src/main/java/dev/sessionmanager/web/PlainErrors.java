package dev.sessionmanager.web;

import dev.sessionmanager.server.JsonErrors;
import dev.sessionmanager.trace.TraceId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Tomcat's own refusals as problems, and below {@code /v1} as OpenAI's errors. */
@Component
class PlainErrors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final String SENTENCE =
      "La petición HTTP no es válida. (The HTTP request is not valid.)";

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    JsonErrors.on(factory, PlainErrors::refusal);
  }

  private static JsonErrors.Refusal refusal(@Nullable String path, int status, String phrase) {
    String code = status < 500 ? "malformed_request" : "internal_error";
    return Routes.isOpenAi(path)
        ? new JsonErrors.Refusal("application/json", openAi(status, code))
        : new JsonErrors.Refusal("application/problem+json", problem(status, phrase, code));
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
