package dev.sessionmanager.settings;

import dev.sessionmanager.problem.WrongSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Settings whose public form is not Spring Boot's: secrets from files ({@code JWT_SECRET_FILE} for
 * {@code JWT_SECRET} and so on, as container secrets are mounted), variables of earlier versions,
 * {@code LOG_LEVEL} with the five names of the original, {@code LOG_FORMAT}, and {@code DEBUG},
 * which here means our own loggers and not Boot's report. Runs once, before the application context
 * is made; a wrong value stops the start with a {@link WrongSetting}.
 */
public final class PublicNames implements EnvironmentPostProcessor, Ordered {

  /** In the name of each property source of a file that ships: our defaults. */
  private static final String SHIPPED = "class path resource [application";

  /** A variable in application.yaml that is a secret by its name, and so has no default. */
  private static final Pattern SECRET =
      Pattern.compile(
          "\\$\\{([A-Z0-9_]*(?:TOKEN|KEY|SECRET|PASSWORD|VALUE|DATABASE_URL)(?:_PREVIOUS)?):}");

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

  /** Bytes of a secret in a file; a chain of certificates with its key has a few thousand. */
  private static final long SECRET_FILE_MAX_BYTES = 64 * 1024;

  private final Log log;

  public PublicNames(DeferredLogFactory logs) {
    this.log = logs.getLog(PublicNames.class);
  }

  @Override
  public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication app) {
    Map<String, Object> values = new HashMap<>();
    for (String secret : secrets(environment)) {
      String file = text(environment, secret + "_FILE");
      if (file != null) {
        values.put(secret, secretIn(secret, Path.of(file)));
      }
    }
    logging(environment, values);
    environment.getPropertySources().addFirst(new MapPropertySource("public names", values));
    oldVariables(environment);
  }

  /** Every setting that may come from a file instead. */
  static Set<String> secrets(ConfigurableEnvironment environment) {
    Set<String> secrets = new TreeSet<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source.getName().contains(SHIPPED) && source instanceof EnumerablePropertySource<?> all) {
        for (String property : all.getPropertyNames()) {
          Matcher variable = SECRET.matcher(String.valueOf(all.getProperty(property)));
          if (variable.find()) {
            secrets.add(variable.group(1));
          }
        }
      }
    }
    return secrets;
  }

  private void oldVariables(ConfigurableEnvironment environment) {
    WrongSetting.when(
        environment.getProperty("TRUSTED_NETWORKS") != null
            || environment.getProperty("trust.networks") != null,
        "TRUSTED_NETWORKS is three settings now: set GUEST_NETWORKS for who may chat without a"
            + " token, WEBHOOK_NETWORKS for who may deliver webhooks without a secret,"
            + " OPERATOR_NETWORKS for where the operator's token counts, and remove"
            + " TRUSTED_NETWORKS.");
    OldVariables old = OldVariables.in(environment);
    MutablePropertySources sources = environment.getPropertySources();
    sources.stream()
        .map(PropertySource::getName)
        .filter(name -> name.contains(SHIPPED))
        .findFirst()
        .ifPresentOrElse(defaults -> sources.addBefore(defaults, old), () -> sources.addLast(old));
    String sentence = old.sentence();
    if (sentence != null) {
      log.info(sentence);
    }
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
