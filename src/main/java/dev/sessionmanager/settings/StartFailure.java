package dev.sessionmanager.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says in one sentence on standard error why the service does not start, where the reason is the
 * operator's to mend; anything else is left to Spring Boot's own report. Our rooms signal such a
 * reason by an exception class of their own (never shared, so that they know nothing of each other)
 * or, in a settings record, by an {@link IllegalArgumentException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailure implements SpringBootExceptionReporter {

  StartFailure(@Nullable ConfigurableApplicationContext context) {}

  @Override
  public boolean reportException(Throwable failure) {
    String sentence = sentence(failure);
    if (sentence == null) {
      return false;
    }
    System.err.println("Session Manager cannot start: " + sentence);
    return true;
  }

  static @Nullable String sentence(Throwable failure) {
    boolean settings = false;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof PortInUseException taken) {
        return "port " + taken.getPort() + " is in use; stop what listens there or set PORT.";
      }
      if (t.getClass().getName().startsWith("dev.sessionmanager.")) {
        return t.getMessage();
      }
      if (t instanceof ConfigurationPropertiesBindException) {
        settings = true;
      }
      if (settings && t.getClass() == IllegalArgumentException.class && t.getCause() == null) {
        return t.getMessage();
      }
    }
    return settings ? unreadable(failure) : null;
  }

  /** A value of the wrong type ({@code PORT=abc}): the deepest message names it. */
  private static @Nullable String unreadable(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return "a setting has a value of the wrong kind: " + deepest.getMessage();
  }
}
