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
import tools.jackson.databind.JsonNode;

/** A list of texts; each that is none is named by its index. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = StringList.Rule.class)
@interface StringList {

  String message() default "list_type";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  final class Rule implements ConstraintValidator<StringList, JsonNode> {

    @Override
    public boolean isValid(@Nullable JsonNode list, ConstraintValidatorContext context) {
      if (list == null || !list.isArray()) {
        return list == null;
      }
      boolean right = true;
      for (int i = 0; i < list.size(); i++) {
        right &= list.get(i).isString() || FieldCheck.wrongAt(context, i, "string_type");
      }
      return right;
    }
  }
}
