package dev.sessionmanager.runtime;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Which runtime answers: the one at {@code runtime.url}, or the embedded one where that is empty.
 */
public final class RuntimeInUse {

  private RuntimeInUse() {}

  private static boolean remote(Environment environment) {
    return !environment.acceptsProfiles(Profiles.of("runtime"))
        && StringUtils.hasText(environment.getProperty("runtime.url"));
  }

  public static final class Embedded implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !remote(context.getEnvironment());
    }
  }

  static final class Remote implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return remote(context.getEnvironment());
    }
  }
}
