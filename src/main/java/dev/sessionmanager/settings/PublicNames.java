package dev.sessionmanager.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Settings whose public form is not Spring Boot's: secrets from files ({@code JWT_SECRET_FILE} for
 * {@code JWT_SECRET} and so on, as container secrets are mounted), {@code LOG_LEVEL} with the five
 * names of the original, {@code LOG_FORMAT}, and {@code DEBUG}, which here means our own loggers
 * and not Boot's report. Runs once, before the application context is made; a wrong value stops the
 * start with a {@link WrongSetting}.
 */
public final class PublicNames implements EnvironmentPostProcessor, Ordered {

  /** Every setting that may come from a file instead. */
  static final List<String> SECRETS =
      List.of(
          "JWT_SECRET",
          "JWT_SECRET_PREVIOUS",
          "ADMIN_PASSWORD",
          "GROQ_API_KEY",
          "OPENAI_API_KEY",
          "LLM_API_KEY",
          "CHATWOOT_API_TOKEN",
          "CHATWOOT_WEBHOOK_SECRET",
          "EVOLUTION_API_TOKEN",
          "EVOLUTION_WEBHOOK_HEADER_VALUE",
          "EVOLUTION_WEBHOOK_JWT_KEY");

  private static final Map<String, String> LEVELS =
      Map.of(
          "DEBUG",
          "DEBUG",
          "INFO",
          "INFO",
          "WARNING",
          "WARN",
          "ERROR",
          "ERROR",
          "CRITICAL",
          "ERROR");

  private static final long SECRET_FILE_MAX_BYTES = 64 * 1024;

  @Override
  public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication app) {
    Map<String, Object> values = new HashMap<>();
    for (String secret : SECRETS) {
      String file = text(environment, secret + "_FILE");
      if (file != null) {
        values.put(secret, secretIn(secret, Path.of(file)));
      }
    }
    logging(environment, values);
    environment.getPropertySources().addFirst(new MapPropertySource("public names", values));
  }

  private static void logging(ConfigurableEnvironment environment, Map<String, Object> values) {
    String given = orElse(text(environment, "LOG_LEVEL"), "INFO");
    String level = LEVELS.get(given.toUpperCase(Locale.ROOT));
    if (level == null) {
      throw new WrongSetting(
          "LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL, but is '" + given + "'.");
    }
    boolean debug = isTrue(text(environment, "DEBUG"));
    values.put("debug", "false");
    values.put("logging.level.dev.sessionmanager", debug ? "DEBUG" : level);
    // Libraries write requests, bodies and headers at DEBUG, passwords and tokens among them.
    values.put("logging.level.root", level.equals("DEBUG") ? "INFO" : level);

    String format = orElse(text(environment, "LOG_FORMAT"), "text").toLowerCase(Locale.ROOT);
    switch (format) {
      case "text" -> {}
      case "json" -> values.put("logging.structured.format.console", "logstash");
      default ->
          throw new WrongSetting("LOG_FORMAT must be text or json, but is '" + format + "'.");
    }
  }

  private static String secretIn(String secret, Path file) {
    try {
      if (Files.size(file) > SECRET_FILE_MAX_BYTES) {
        throw new WrongSetting(secret + "_FILE names " + file + ", which is no secret: too large.");
      }
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new WrongSetting(
          secret
              + "_FILE names "
              + file
              + ", which cannot be read: check that it exists and whose"
              + " it is.",
          unreadable);
    }
  }

  private static boolean isTrue(@Nullable String value) {
    return value != null
        && List.of("1", "true", "yes", "on").contains(value.toLowerCase(Locale.ROOT));
  }

  private static String orElse(@Nullable String value, String other) {
    return value == null ? other : value;
  }

  private static @Nullable String text(ConfigurableEnvironment environment, String name) {
    String value = environment.getProperty(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
