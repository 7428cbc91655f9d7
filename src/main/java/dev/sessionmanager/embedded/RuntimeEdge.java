package dev.sessionmanager.embedded;

import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.server.JsonErrors;
import dev.sessionmanager.trust.WebPages;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.Validator;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The edge of the runtime server: every answer is JSON, every refusal FastAPI's. */
@Configuration(proxyBeanMethods = false)
@Profile("runtime")
class RuntimeEdge implements WebMvcConfigurer {

  private static final Logger log = LoggerFactory.getLogger(RuntimeEdge.class);

  private final FieldCheck fields;

  RuntimeEdge(FieldCheck fields) {
    this.fields = fields;
  }

  /** Named here so that Spring makes no other one. */
  @Override
  public Validator getValidator() {
    return fields;
  }

  /** As FastAPI, answer JSON whatever the caller says it accepts. */
  @Override
  public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
    negotiation.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> jsonFromTomcat() {
    return tomcat ->
        JsonErrors.on(
            tomcat,
            (path, status, phrase) ->
                new JsonErrors.Refusal(
                    "application/json", "{\"detail\":\"" + phrase + "\"}", null));
  }

  @Bean
  OncePerRequestFilter noWebPages(RuntimeServerSettings settings) {
    return new OncePerRequestFilter() {
      @Override
      protected void doFilterInternal(
          HttpServletRequest request, HttpServletResponse response, FilterChain chain)
          throws ServletException, IOException {
        if (WebPages.isForeign(request::getHeader, settings.allowedHosts())) {
          response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else {
          chain.doFilter(request, response);
        }
      }
    };
  }

  /** What the controllers and Spring MVC throw. */
  @RestControllerAdvice
  @Profile("runtime")
  static class Refusals {

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refuse(Problem problem) {
      FastApiError detail = FastApiError.of(problem);
      HttpHeaders headers = new HttpHeaders();
      Long wait = detail.retryAfter();
      if (wait != null) {
        headers.set(HttpHeaders.RETRY_AFTER, wait.toString());
      }
      return answer(detail.status(), headers, detail.detail());
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> fail(Exception failure) {
      if (failure instanceof ErrorResponse known) {
        return answer(known.getStatusCode().value(), known.getHeaders(), null);
      }
      log.error("A call failed", failure);
      return answer(500, HttpHeaders.EMPTY, null);
    }
  }

  /** What the container refuses before Spring MVC sees it. */
  @RestController
  @Profile("runtime")
  static class ContainerErrors implements ErrorController {

    @RequestMapping("/error")
    ResponseEntity<Map<String, Object>> error(HttpServletRequest request) {
      Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
      return answer(status instanceof Integer code ? code : 404, HttpHeaders.EMPTY, null);
    }
  }

  private static ResponseEntity<Map<String, Object>> answer(
      int status, HttpHeaders headers, @Nullable Object detail) {
    HttpStatus known = HttpStatus.resolve(status);
    String phrase = known == null ? "Error" : known.getReasonPhrase();
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_JSON)
        .body(Map.of("detail", detail == null ? phrase : detail));
  }
}
