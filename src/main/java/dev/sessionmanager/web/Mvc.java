package dev.sessionmanager.web;

import dev.sessionmanager.gateway.Problem;
import dev.sessionmanager.gateway.Problem.Kind;
import dev.sessionmanager.session.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import tools.jackson.databind.MapperFeature;

/** What every controller can rely on: the {@link Caller}, the language, strict JSON. */
@Configuration(proxyBeanMethods = false)
class Mvc implements WebMvcConfigurer {

  /** Spanish unless the caller asks for English. */
  @Bean
  static LocaleResolver localeResolver() {
    AcceptHeaderLocaleResolver resolver = new AcceptHeaderLocaleResolver();
    Locale spanish = Locale.of("es");
    resolver.setSupportedLocales(List.of(spanish, Locale.ENGLISH));
    resolver.setDefaultLocale(spanish);
    return resolver;
  }

  /** A number where a text should be is the client's mistake; it should learn of it. */
  @Bean
  static JsonMapperBuilderCustomizer strictJson() {
    return builder -> builder.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallerArgument());
  }

  private static final class CallerArgument implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders) {
      HttpServletRequest http = request.getNativeRequest(HttpServletRequest.class);
      Caller caller = http == null ? null : Callers.of(http);
      if (caller == null) {
        throw new Problem(Kind.UNAUTHENTICATED);
      }
      return caller;
    }
  }
}
