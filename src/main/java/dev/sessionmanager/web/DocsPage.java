package dev.sessionmanager.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** {@code /docs}: a static page that shows {@code /openapi.yaml} with the viewer of the webjar. */
@Configuration(proxyBeanMethods = false)
class DocsPage implements WebMvcConfigurer {

  private static final String PAGE = "forward:/docs/index.html";

  @Override
  public void addViewControllers(ViewControllerRegistry views) {
    views.addViewController("/docs").setViewName(PAGE);
    views.addViewController("/docs/").setViewName(PAGE);
  }
}
