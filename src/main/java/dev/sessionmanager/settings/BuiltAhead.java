package dev.sessionmanager.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * Whether a start uses what Spring prepared when the jar was built, where the launcher asks for it
 * ({@code -Dspring.aot.enabled=true}). The build prepared the whole service, with Spring's own
 * settings as application.yaml has them. With another profile, or a setting of Spring's own from
 * outside, Spring looks for its beans anew, which takes a second longer and always fits.
 */
final class BuiltAhead implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

  private static final String ENABLED = "spring.aot.enabled";

  /** The same service, which then calls itself: see {@code Rehearsal}. */
  private static final Set<String> PROFILES = Set.of("rehearsal");

  /** Spring's own settings, of which some decide which beans there are. */
  private static final List<String> DECIDING = List.of("spring.", "server.", "management.");

  /** Those of them that decide nothing, or are set by Spring itself. */
  private static final Set<String> HARMLESS =
      Set.of(
          ENABLED,
          "spring.profiles.active",
          "spring.beaninfo.ignore",
          "spring.application.pid",
          "spring.application.version",
          "server.port");

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    Class<?> service = event.getSpringApplication().getMainApplicationClass();
    if (!fits(event.getEnvironment())
        || service == null
        || !ClassUtils.isPresent(
            service.getName() + "__ApplicationContextInitializer", service.getClassLoader())) {
      SpringProperties.setProperty(ENABLED, "false");
    }
  }

  /** Whether the build prepared for a start with these profiles and settings. */
  static boolean fits(ConfigurableEnvironment environment) {
    return PROFILES.containsAll(Arrays.asList(environment.getActiveProfiles()))
        && environment.getPropertySources().stream()
            .flatMap(BuiltAhead::setOutside)
            .noneMatch(BuiltAhead::decides);
  }

  /** Not application.yaml, which the build read as well. */
  private static Stream<String> setOutside(PropertySource<?> source) {
    return source instanceof EnumerablePropertySource<?> outside
            && !source.getName().contains("class path resource")
        ? Arrays.stream(outside.getPropertyNames())
        : Stream.empty();
  }

  private static boolean decides(String name) {
    String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
    return DECIDING.stream().anyMatch(property::startsWith) && !HARMLESS.contains(property);
  }
}
