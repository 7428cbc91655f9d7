package dev.sessionmanager.problem;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A text that is there, is not blank, and is not too long, in characters. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Text.Rule.class)
public @interface Text {

  /** The reason where it is null; null is right where it is not required. */
  String message() default "required";

  boolean required() default true;

  /** Characters at most. */
  int max() default Integer.MAX_VALUE;

  /** The property that says how many characters at most, in place of {@link #max}. */
  String maxSetting() default "";

  /** The reason where it has no visible character. */
  String blank() default "blank";

  /** The reason where it is longer. */
  String tooLong() default "too_long";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Any thread. */
  final class Rule implements ConstraintValidator<Text, String> {

    private @Nullable Text rule;
    private @Nullable Integer max;

    @Override
    public void initialize(Text text) {
      rule = text;
    }

    @Override
    public boolean isValid(@Nullable String given, ConstraintValidatorContext context) {
      Text text = Objects.requireNonNull(rule);
      if (given == null) {
        return !text.required();
      }
      if (given.isBlank()) {
        return FieldCheck.wrong(context, text.blank());
      }
      int most = max(text, context);
      return given.length() <= most
          || given.codePointCount(0, given.length()) <= most
          || FieldCheck.wrong(context, text.tooLong(), most);
    }

    private int max(Text text, ConstraintValidatorContext context) {
      Integer known = max;
      if (known == null) {
        known =
            text.maxSetting().isEmpty() ? text.max() : FieldCheck.limit(context, text.maxSetting());
        max = known;
      }
      return known;
    }
  }
}
