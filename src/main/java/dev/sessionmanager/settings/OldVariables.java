package dev.sessionmanager.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * The properties that are set by variables of earlier versions, which {@code
 * old-variables.properties} lists. They take the place of the defaults in application.yaml; a
 * property that is set by its own name wins.
 */
final class OldVariables extends MapPropertySource {

  private static final String FILE = "old-variables.properties";

  /** Property to the variable that sets it. */
  private final Map<String, String> variables;

  private OldVariables(Map<String, Object> values, Map<String, String> variables) {
    super("variables of earlier versions", values);
    this.variables = variables;
  }

  /** Those that are set in an environment, wherever it has them from. */
  static OldVariables in(ConfigurableEnvironment environment) {
    Map<String, Object> values = new HashMap<>();
    Map<String, String> variables = new TreeMap<>();
    names()
        .forEach((variable, property) -> {
          String value = environment.getProperty(variable);
          if (value != null) {
            values.put(property, value);
            variables.put(property, variable);
          }
        });
    return new OldVariables(values, variables);
  }

  /** Variable to property. */
  static Map<String, String> names() {
    try {
      Properties file = PropertiesLoaderUtils.loadProperties(new ClassPathResource(FILE));
      Map<String, String> names = new TreeMap<>();
      file.forEach((variable, property) -> names.put((String) variable, (String) property));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of our own jar
    }
  }

  /** The variable that sets a property; null when none does. */
  @Nullable String variable(String property) {
    return variables.get(property);
  }

  /**
   * What is called otherwise today, in a sentence; null when there is nothing. A variable that
   * Spring Boot takes for the property anyway, as {@code AGENTS_MAX} for {@code agents.max}, is no
   * old name.
   */
  @Nullable String sentence() {
    StringBuilder named = new StringBuilder();
    variables.forEach((property, variable) -> {
      if (!variable.equals(property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))) {
        named.append(named.isEmpty() ? "" : ", ").append(variable).append(" is ");
        named.append(property);
      }
    });
    return named.isEmpty() ? null : "Settings under their old names, which go on working: " + named;
  }
}
