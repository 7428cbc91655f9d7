package dev.sessionmanager.web;

import java.time.Duration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The static pages: the chat at {@code /app/}, and at {@code /docs} the viewer of the webjar with
 * {@code /openapi.yaml}. Browsers keep none of our own pages, so that they never run those of an
 * older release; libraries have their version in the path and are kept for a year.
 */
@Configuration(proxyBeanMethods = false)
class Pages implements WebMvcConfigurer {

  private static final String CHAT = "forward:/app/index.html";
  private static final String DOCS = "forward:/docs/index.html";
  private static final Duration YEAR = Duration.ofDays(365);

  @Override
  public void addViewControllers(ViewControllerRegistry views) {
    views.addViewController("/app").setViewName(CHAT);
    views.addViewController("/app/").setViewName(CHAT);
    views.addViewController("/docs").setViewName(DOCS);
    views.addViewController("/docs/").setViewName(DOCS);
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry resources) {
    resources
        .addResourceHandler("/webjars/**")
        .addResourceLocations("classpath:/META-INF/resources/webjars/")
        .setCacheControl(CacheControl.maxAge(YEAR).cachePublic().immutable());
  }
}
