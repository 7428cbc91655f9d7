package dev.sessionmanager.channel.openai;

import dev.sessionmanager.problem.FieldCheck;
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

/** A text before which an answer ends, or a few of them. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Stops.Rule.class)
@interface Stops {

  String message() default "type";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Any thread. */
  final class Rule implements ConstraintValidator<Stops, Object> {

    private static final int MAX = 4;

    @Override
    public boolean isValid(@Nullable Object value, ConstraintValidatorContext context) {
      List<?> stops = value instanceof List<?> several ? several : value == null ? List.of() : null;
      if (stops == null) {
        return value instanceof String; // an empty one stops nothing
      }
      if (stops.size() > MAX) {
        return FieldCheck.wrong(context, "openai.too_many", MAX);
      }
      for (Object stop : stops) {
        if (stop == null) {
          return FieldCheck.wrong(context, "required");
        }
        if (!(stop instanceof String)) {
          return false;
        }
      }
      return true;
    }
  }
}
