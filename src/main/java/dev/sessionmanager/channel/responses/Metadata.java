package dev.sessionmanager.channel.responses;

import dev.sessionmanager.problem.FieldCheck;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client notes of its own: up to 16 texts under names, as OpenAI's reference bounds them.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Metadata.Rule.class)
@interface Metadata {

  String message() default "type";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Any thread. */
  final class Rule implements ConstraintValidator<Metadata, Object> {

    private static final int PAIRS = 16;
    private static final int NAME = 64;
    private static final int TEXT = 512;

    @Override
    public boolean isValid(@Nullable Object value, ConstraintValidatorContext context) {
      if (value == null) {
        return true;
      }
      if (!(value instanceof Map<?, ?> pairs)) {
        return false;
      }
      boolean fits =
          pairs.size() <= PAIRS
              && pairs.entrySet().stream()
                  .allMatch(pair ->
                      pair.getKey().toString().length() <= NAME
                          && pair.getValue() instanceof String text
                          && text.length() <= TEXT);
      return fits || FieldCheck.wrong(context, "responses.metadata");
    }
  }
}
