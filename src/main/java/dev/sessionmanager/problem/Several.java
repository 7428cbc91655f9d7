package dev.sessionmanager.problem;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A list of objects; an element that is null was none. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Several.Rule.class)
public @interface Several {

  /** The reason where it is no list, and that of an element that is no object. */
  String message() default "type";

  /** Whether one that is absent or empty is wrong. */
  boolean required() default false;

  /** Whether a text is right, too. */
  boolean orText() default false;

  int max() default Integer.MAX_VALUE;

  /** The property that says how many at most, in place of {@link #max}. */
  String maxSetting() default "";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Any thread. */
  final class Rule implements ConstraintValidator<Several, Object> {

    private @Nullable Several rule;

    @Override
    public void initialize(Several several) {
      rule = several;
    }

    @Override
    public boolean isValid(@Nullable Object value, ConstraintValidatorContext context) {
      Several several = Objects.requireNonNull(rule);
      if (value == null || (several.required() && value.equals(List.of()))) {
        return !several.required() || FieldCheck.wrong(context, "required");
      }
      if (!(value instanceof List<?> list)) {
        return several.orText() && value instanceof String;
      }
      int max =
          several.maxSetting().isEmpty()
              ? several.max()
              : FieldCheck.limit(context, several.maxSetting());
      if (list.size() > max) {
        return FieldCheck.wrong(context, "openai.too_many", max);
      }
      boolean right = true;
      for (int i = 0; i < list.size(); i++) {
        right &= list.get(i) != null || FieldCheck.wrongAt(context, i, several.message());
      }
      return right;
    }

    /** A list with each element read; anything else as it is. */
    public static <T> @Nullable Object each(
        @Nullable Object wire, Function<@Nullable Object, @Nullable T> read) {
      if (!(wire instanceof List<?> list)) {
        return wire;
      }
      List<@Nullable T> all = new ArrayList<>(list.size());
      list.forEach(element -> all.add(read.apply(element)));
      return all;
    }

    /** A list that was read and checked; empty for none. */
    public static <T> List<T> list(@Nullable Object read, Class<T> type) {
      return read instanceof List<?> list ? list.stream().map(type::cast).toList() : List.of();
    }
  }
}
