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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A member of a JSON object that is taken as it came, an {@link Object}, so that every member of a
 * wrong type can be named and not the first alone. Null counts as absent.
 */
@Target({ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = JsonMember.Rule.class)
public @interface JsonMember {

  /** What it must be: a String, Number, Boolean, List or Map; Long: a whole number of 64 bits. */
  Class<?> value();

  /** The reason where it is something else. */
  String message() default "type";

  /** What it may be, too, whatever it says. */
  Class<?> or() default Void.class;

  boolean required() default false;

  /** The reason where it is required and absent. */
  String missing() default "required";

  /** Whether an empty text counts as absent. */
  boolean filled() default false;

  /** The regular expression of it as a text; empty for any. */
  String matching() default "";

  /** The least that it may be as a number. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The most that it may be as a number. */
  double max() default Double.POSITIVE_INFINITY;

  /** Whether a number must be whole and of 32 bits; 2.0 is. */
  boolean whole() default false;

  /** The reason where a text is not {@link #matching}, or a number another one. */
  String otherwise() default "type";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Any thread. */
  final class Rule implements ConstraintValidator<JsonMember, Object> {

    private @Nullable JsonMember rule;
    private @Nullable Pattern matching;

    @Override
    public void initialize(JsonMember json) {
      rule = json;
      matching = json.matching().isEmpty() ? null : Pattern.compile(json.matching());
    }

    @Override
    public boolean isValid(@Nullable Object value, ConstraintValidatorContext context) {
      JsonMember json = Objects.requireNonNull(rule);
      if (value == null || (json.filled() && value.equals(""))) {
        return !json.required() || FieldCheck.wrong(context, json.missing());
      }
      if (json.or().isInstance(value)) {
        return true;
      }
      boolean right =
          json.value() == Long.class
              ? value instanceof Integer || value instanceof Long
              : json.value().isInstance(value);
      if (!right) {
        return false;
      }
      boolean wanted =
          value instanceof Number number
              ? among(json, number.doubleValue())
              : matching == null || matching.matcher(value.toString()).matches();
      return wanted || FieldCheck.wrong(context, json.otherwise());
    }

    private static boolean among(JsonMember json, double number) {
      return number >= json.min()
          && number <= json.max()
          && (!json.whole() || number == (int) number);
    }
  }
}
