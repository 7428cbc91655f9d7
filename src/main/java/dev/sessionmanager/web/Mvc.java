package dev.sessionmanager.web;

import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.servlet.filter.OrderedRequestContextFilter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.core.MethodParameter;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.CacheControl;
import org.springframework.validation.Validator;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.filter.RequestContextFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.LocaleContextResolver;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * What every controller can rely on: the {@link Caller}, the language, strict JSON. Also the static
 * pages: the chat at {@code /app/}, and at {@code /docs} the viewer of the webjar with {@code
 * /openapi.yaml}. Browsers keep none of our own pages, so that they never run those of an older
 * release; libraries have their version in the path and are kept for a year.
 */
@Configuration(proxyBeanMethods = false)
class Mvc implements WebMvcConfigurer {

  /** Readers whose buffers are kept: as many as answer at once on a busy machine. */
  private static final int JSON_BUFFERS_MAX = 64;

  private static final Duration YEAR = Duration.ofDays(365);

  private final FieldCheck fields;

  Mvc(FieldCheck fields) {
    this.fields = fields;
  }

  /** Spanish, and below {@code /v1} English, unless the caller asks for the other. */
  @Bean
  static LocaleResolver localeResolver() {
    return new Language();
  }

  /**
   * Spring's dispatcher binds the request to the thread, as this filter would a few filters sooner;
   * no filter of ours asks for it before.
   */
  @Bean
  static FilterRegistrationBean<RequestContextFilter> noRequestContextFilter() {
    FilterRegistrationBean<RequestContextFilter> none =
        new FilterRegistrationBean<>(new OrderedRequestContextFilter());
    none.setEnabled(false);
    return none;
  }

  /**
   * Jackson keeps a reader's buffers for the next one, up to 128 KB for each of those that have
   * ever read at once: after a flood of bodies that was half of the heap.
   */
  @Bean
  static JsonFactoryBuilderCustomizer boundedJsonBuffers() {
    return factory -> factory.recyclerPool(JsonRecyclerPools.newBoundedPool(JSON_BUFFERS_MAX));
  }

  /** A number where a text should be is the client's mistake, and so is a year of five digits. */
  @Bean
  static JsonMapperBuilderCustomizer strictJson() {
    return builder ->
        builder
            .addModule(new SimpleModule().addDeserializer(Instant.class, new Dates()))
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                LogicalType.Textual,
                config -> {
                  config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                  config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                  config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                });
  }

  /** What is wrong with a {@code @Valid} body is thrown as a {@link Problem}. */
  @Override
  public Validator getValidator() {
    return fields;
  }

  @Override
  public void addFormatters(FormatterRegistry formatters) {
    formatters.addConverter(new Dates());
  }

  @Override
  public void addViewControllers(ViewControllerRegistry views) {
    for (String page : List.of("/app", "/docs")) {
      views.addViewController(page).setViewName("forward:" + page + "/index.html");
      views.addViewController(page + '/').setViewName("forward:" + page + "/index.html");
    }
    // The chat's address of a conversation, of one that is shared, and in another site's page; the
    // page reads which one.
    for (String address : List.of("/app/c/{id}", "/app/s/{token}", "/app/embed")) {
      views.addViewController(address).setViewName("forward:/app/index.html");
    }
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry resources) {
    resources
        .addResourceHandler("/webjars/**")
        .addResourceLocations("classpath:/META-INF/resources/webjars/")
        .setCacheControl(CacheControl.maxAge(YEAR).cachePublic().immutable());
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallerArgument());
  }

  /**
   * Spring's own resolver takes the machine's language where the header Accept-Language cannot be
   * read. The context holds for one request, so that the header is read once and not for each text.
   */
  private static final class Language implements LocaleContextResolver {

    private static final Locale SPANISH = Locale.of("es");
    private static final List<Locale> SPOKEN = List.of(SPANISH, Locale.ENGLISH);

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
      // The libraries of the API of models are the same everywhere, and so are its examples.
      Locale usual = Routes.wire(request).isApi() ? Locale.ENGLISH : SPANISH;
      String wanted = request.getHeader("Accept-Language");
      if (wanted == null) {
        return usual;
      }
      try {
        Locale spoken = Locale.lookup(Locale.LanguageRange.parse(wanted), SPOKEN);
        return spoken == null ? usual : spoken;
      } catch (IllegalArgumentException unreadable) {
        return usual;
      }
    }

    @Override
    public LocaleContext resolveLocaleContext(HttpServletRequest request) {
      return new SimpleLocaleContext(resolveLocale(request));
    }

    @Override
    public void setLocaleContext(
        HttpServletRequest request,
        @Nullable HttpServletResponse response,
        @Nullable LocaleContext context) {
      throw new UnsupportedOperationException("the caller's Accept-Language decides");
    }
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
      Caller caller = http == null ? null : CallerFilter.caller(http);
      if (caller == null) {
        throw new Problem(Kind.UNAUTHENTICATED);
      }
      return caller;
    }
  }
}
