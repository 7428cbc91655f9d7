package dev.sessionmanager.problem;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.TraversableResolver;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.annotation.ElementType;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;
import org.hibernate.validator.engine.HibernateConstraintViolation;
import org.hibernate.validator.spi.nodenameprovider.JavaBeanProperty;
import org.hibernate.validator.spi.nodenameprovider.Property;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertyResolver;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.validation.Errors;

/**
 * Checks the constraints on a record and refuses it with a {@link Problem} that names every field
 * that is wrong, in the order of the record's components. A constraint's message is the reason, a
 * key of the message bundles below {@code field.}, which {@link ProblemBody} puts into words.
 * Spring MVC asks it for each {@code @Valid} body, other wires call it. Any thread.
 */
@Component
public final class FieldCheck implements org.springframework.validation.Validator {

  private final SingletonSupplier<Validator> validator;

  /** The validator is made when something is checked for the first time. */
  public FieldCheck(Environment settings) {
    validator = SingletonSupplier.of(() -> validator(settings));
  }

  /**
   * One provider, named; no XML; no expression language; no question whether a field is loaded:
   * each of these costs classes and time, and none has a use here.
   */
  private static Validator validator(PropertyResolver settings) {
    return Validation.byProvider(HibernateValidator.class)
        .providerResolver(() -> List.of(new HibernateValidator()))
        .configure()
        .ignoreXmlConfiguration()
        .messageInterpolator(new Reasons())
        .traversableResolver(new Everything())
        .enableTraversableResolverResultCache(false)
        .propertyNodeNameProvider(FieldCheck::numbered)
        .constraintValidatorPayload(new Limits(settings))
        .buildValidatorFactory()
        .getValidator();
  }

  @Override
  public boolean supports(Class<?> type) {
    return type.isRecord();
  }

  /** For Spring MVC, which has nothing to collect: what is wrong is thrown. */
  @Override
  public void validate(Object body, Errors errors) {
    check(body);
  }

  /** Refuses with all that is wrong; groups are those of the constraints to be checked. */
  public <T> T check(T body, Class<?>... groups) {
    return check("", body, groups);
  }

  /** As {@link #check(Object, Class[])}, with the fields' names after the prefix. */
  public <T> T check(String prefix, T body, Class<?>... groups) {
    Map<String, Fault> faults = faults(body, groups);
    if (!faults.isEmpty()) {
      throw problem(prefix, faults, faults.size());
    }
    return body;
  }

  /** Refuses with so many of the fields that are wrong at most, the first ones. */
  public <T> T checkFirst(int most, T body, Class<?>... groups) {
    Map<String, Fault> faults = faults(body, groups);
    if (!faults.isEmpty()) {
      throw problem("", faults, most);
    }
    return body;
  }

  private record Fault(String field, String why, @Nullable Integer limit) {}

  /** By the place of the field in the record, the first reason of each. */
  private <T> Map<String, Fault> faults(T body, Class<?>... groups) {
    Set<ConstraintViolation<T>> violations = validator.obtain().validate(body, groups);
    if (violations.isEmpty()) {
      return Map.of();
    }
    Map<String, Fault> faults = new TreeMap<>();
    for (ConstraintViolation<T> violation : violations) {
      StringBuilder place = new StringBuilder();
      StringBuilder field = new StringBuilder();
      for (Path.Node node : violation.getPropertyPath()) {
        append(node, place, field);
      }
      Fault fault = new Fault(field.toString(), violation.getMessage(), limit(violation));
      // A text that is blank is also too short: the reason that comes first in the alphabet.
      faults.merge(place.toString(), fault, (a, b) -> a.why().compareTo(b.why()) < 0 ? a : b);
    }
    return faults;
  }

  private static Problem problem(String prefix, Map<String, Fault> faults, int most) {
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, Object> limits = new LinkedHashMap<>();
    Iterator<String> places = faults.keySet().iterator();
    for (String above = places.next(); places.hasNext(); ) {
      String place = places.next();
      if (place.startsWith(above + '.') || place.startsWith(above + '[')) {
        places.remove(); // a part of what is wrong itself
      } else {
        above = place;
      }
    }
    faults.values().stream()
        .limit(most)
        .forEach(fault -> {
          fields.put(prefix + fault.field(), fault.why());
          if (fault.limit() != null) {
            limits.put(prefix + fault.field(), fault.limit());
          }
        });
    return Problem.fields(fields, limits);
  }

  private static void append(Path.Node node, StringBuilder place, StringBuilder field) {
    if (node.getIndex() != null) {
      place.append('[').append("%06d".formatted(node.getIndex()));
      field.append('[').append(node.getIndex()).append(']');
    }
    String name = node.getName();
    if (node.getKind() == ElementKind.PROPERTY && name != null) {
      place.append('.').append(name);
      field.append(field.isEmpty() ? "" : ".").append(name.substring(name.indexOf(' ') + 1));
    }
  }

  private static @Nullable Integer limit(ConstraintViolation<?> violation) {
    Integer limit = ((HibernateConstraintViolation<?>) violation).getDynamicPayload(Integer.class);
    Object max = violation.getConstraintDescriptor().getAttributes().get("max");
    return switch (limit == null ? max : limit) {
      case Integer most -> most;
      case Long most -> Math.toIntExact(most);
      case null, default -> null;
    };
  }

  /** The name that a field has in JSON, after its place in the record: {@code 003 session_id}. */
  private static String numbered(Property property) {
    Class<?> type =
        property instanceof JavaBeanProperty bean ? bean.getDeclaringClass() : Object.class;
    RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : NONE;
    for (int i = 0; i < components.length; i++) {
      if (components[i].getName().equals(property.getName())) {
        JsonProperty json = components[i].getAccessor().getAnnotation(JsonProperty.class);
        return "%03d %s".formatted(i, json == null ? property.getName() : json.value());
      }
    }
    return property.getName();
  }

  private static final RecordComponent[] NONE = {};

  /** Says in a validator that a value is wrong for this reason; always false. */
  public static boolean wrong(ConstraintValidatorContext context, String why) {
    context.disableDefaultConstraintViolation();
    context.buildConstraintViolationWithTemplate(why).addConstraintViolation();
    return false;
  }

  /** As above, with the limit that was passed, the argument of the reason's text. */
  public static boolean wrong(ConstraintValidatorContext context, String why, int limit) {
    context.unwrap(HibernateConstraintValidatorContext.class).withDynamicPayload(limit);
    return wrong(context, why);
  }

  /** Says that the element with this index of a list is wrong; always false. */
  public static boolean wrongAt(ConstraintValidatorContext context, int index, String why) {
    context.disableDefaultConstraintViolation();
    context
        .buildConstraintViolationWithTemplate(why)
        .addContainerElementNode("", List.class, 0)
        .inIterable()
        .atIndex(index)
        .addConstraintViolation();
    return false;
  }

  /** The value of a setting, by its property's name. */
  public static int limit(ConstraintValidatorContext context, String property) {
    return context
        .unwrap(HibernateConstraintValidatorContext.class)
        .getConstraintValidatorPayload(Limits.class)
        .of(property);
  }

  /** The settings that are limits of fields; to find one in the environment takes 7 µs. */
  private record Limits(PropertyResolver settings, Map<String, Integer> found) {

    Limits(PropertyResolver settings) {
      this(settings, new ConcurrentHashMap<>());
    }

    int of(String property) {
      return found.computeIfAbsent(property, p -> settings.getRequiredProperty(p, Integer.class));
    }
  }

  /** A message is a key, and stays one. */
  private static final class Reasons implements jakarta.validation.MessageInterpolator {

    @Override
    public String interpolate(String key, Context context) {
      return key;
    }

    @Override
    public String interpolate(String key, Context context, java.util.Locale locale) {
      return key;
    }
  }

  private static final class Everything implements TraversableResolver {

    @Override
    public boolean isReachable(
        @Nullable Object body,
        Path.Node property,
        Class<?> root,
        Path path,
        ElementType elementType) {
      return true;
    }

    @Override
    public boolean isCascadable(
        @Nullable Object body,
        Path.Node property,
        Class<?> root,
        Path path,
        ElementType elementType) {
      return true;
    }
  }
}
