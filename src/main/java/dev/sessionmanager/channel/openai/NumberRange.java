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
import org.jspecify.annotations.Nullable;

/** A number from min to max; its message is the reason where it is another one. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = NumberRange.Rule.class)
@interface NumberRange {

  String message();

  double min() default 0;

  double max() default Integer.MAX_VALUE;

  boolean whole() default false;

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Any thread. */
  final class Rule implements ConstraintValidator<NumberRange, Object> {

    private double min;
    private double max;
    private boolean whole;

    @Override
    public void initialize(NumberRange amount) {
      min = amount.min();
      max = amount.max();
      whole = amount.whole();
    }

    @Override
    public boolean isValid(@Nullable Object value, ConstraintValidatorContext context) {
      if (value == null) {
        return true;
      }
      if (!(value instanceof Number number)) {
        return FieldCheck.wrong(context, "type");
      }
      double given = number.doubleValue();
      return given >= min && given <= max && (!whole || given == Math.rint(given));
    }
  }
}
