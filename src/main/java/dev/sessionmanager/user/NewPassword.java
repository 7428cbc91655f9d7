package dev.sessionmanager.user;

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

/**
 * A password that may be set: as long as {@code users.password-min-length} says, and none that
 * everybody knows. That it is not the user's name, {@link Users} sees to.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = NewPassword.Rule.class)
public @interface NewPassword {

  String message() default "too_short";

  /** Whether null is too short, too. */
  boolean required() default false;

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Any thread. */
  final class Rule implements ConstraintValidator<NewPassword, String> {

    private boolean required;

    @Override
    public void initialize(NewPassword rule) {
      required = rule.required();
    }

    @Override
    public boolean isValid(@Nullable String password, ConstraintValidatorContext context) {
      int min = FieldCheck.limit(context, "users.password-min-length");
      if (password == null ? required : !UserSettings.fits(password, min)) {
        return FieldCheck.wrong(context, "too_short", min);
      }
      return password == null
          || !CommonPasswords.contain(password)
          || FieldCheck.wrong(context, "common_password");
    }
  }
}
