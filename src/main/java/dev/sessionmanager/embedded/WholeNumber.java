package dev.sessionmanager.embedded;

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

/** A whole number of 64 bits, also one written as a text; a blank text is none. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = WholeNumber.Rule.class)
@interface WholeNumber {

  String message() default "int_type";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  final class Rule implements ConstraintValidator<WholeNumber, Object> {

    @Override
    public boolean isValid(@Nullable Object value, ConstraintValidatorContext context) {
      try {
        number(value);
        return true;
      } catch (NumberFormatException e) {
        return FieldCheck.wrong(context, "int_parsing");
      } catch (ClassCastException e) {
        return false;
      }
    }

    static @Nullable Long number(@Nullable Object value) {
      if (value instanceof Integer small) {
        return small.longValue();
      }
      if (value instanceof String text) {
        return text.isBlank() ? null : Long.valueOf(text.strip());
      }
      return (Long) value;
    }
  }
}
