package dev.sessionmanager.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.PropertySource;

/**
 * Says in one sentence on standard error why the service does not start, where the reason is the
 * operator's to mend; anything else is left to Spring Boot's own report. Our rooms signal such a
 * reason by a {@link WrongSetting}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailure implements SpringBootExceptionReporter {

  /** The variable in a value of application.yaml: {@code ${PORT:8005}}. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)[:}]");

  private final @Nullable ConfigurableApplicationContext context;

  StartFailure(@Nullable ConfigurableApplicationContext context) {
    this.context = context;
  }

  @Override
  public boolean reportException(Throwable failure) {
    String sentence = sentence(failure);
    if (sentence == null) {
      return false;
    }
    System.err.println("Session Manager cannot start: " + sentence);
    return true;
  }

  private @Nullable String sentence(Throwable failure) {
    String unreadable = null;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof PortInUseException taken) {
        return "port " + taken.getPort() + " is in use; stop what listens there or set PORT.";
      }
      if (t.getClass().getName().startsWith("dev.sessionmanager.")) {
        return t.getMessage();
      }
      if (t instanceof BindException bind) {
        unreadable = unreadable(bind.getName().toString());
      }
      if (t instanceof InvalidConfigurationPropertyValueException invalid) {
        unreadable = unreadable(invalid.getName());
      }
    }
    return unreadable;
  }

  /** A value of the wrong kind, like {@code PORT=abc}; the value itself may be a secret. */
  private String unreadable(String property) {
    return name(property) + " has a value that cannot be used; docs/config.md says what it may be.";
  }

  /** What the operator knows a property by: its variable, where application.yaml has one. */
  private String name(String property) {
    if (context != null) {
      for (PropertySource<?> source : context.getEnvironment().getPropertySources()) {
        // The first source is a view of the others with placeholders resolved.
        if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)
            && source.getProperty(property) != null) {
          if (source instanceof OldVariables old) {
            return property + " (set by " + old.variable(property) + ')';
          }
          Matcher variable = VARIABLE.matcher(String.valueOf(source.getProperty(property)));
          return variable.find() ? variable.group(1) : property;
        }
      }
    }
    return property;
  }
}
