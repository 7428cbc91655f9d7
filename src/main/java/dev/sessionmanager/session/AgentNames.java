package dev.sessionmanager.session;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agents that an API key may ask, as they stand in a request: a list of their names, or {@code
 * "*"} for all. They need not exist: agents come and go. Null counts as absent.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = AgentNames.Rule.class)
public @interface AgentNames {

  String message() default "key_agents";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Any thread. */
  final class Rule implements ConstraintValidator<AgentNames, Object> {

    private static final String ALL = "*";

    /** More names than anybody would list one by one. */
    private static final int NAMES_MAX = 100;

    /** Characters of a name; those of providers' models are the longest. */
    private static final int NAME_MAX = 200;

    @Override
    public boolean isValid(@Nullable Object value, ConstraintValidatorContext context) {
      return value == null
          || value.equals(ALL)
          || (value instanceof List<?> names
              && names.size() <= NAMES_MAX
              && names.stream().allMatch(Rule::isName));
    }

    /** A line each in the database: no name has a line's end in it. */
    private static boolean isName(@Nullable Object value) {
      return value instanceof String name
          && !name.isBlank()
          && name.length() <= NAME_MAX
          && name.chars().noneMatch(Character::isISOControl)
          && name.lines().count() == 1;
    }

    /** What was given and is right, as {@link ApiKeys} takes it; null for all. */
    public static @Nullable List<String> read(@Nullable Object value) {
      return value instanceof List<?> names
          ? names.stream().map(String.class::cast).distinct().toList()
          : null;
    }
  }
}
