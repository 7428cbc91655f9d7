package dev.sessionmanager.economics;

import dev.sessionmanager.text.Folding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model's arguments: numbers as numbers or as text in either notation, with units. What cannot be
 * read is refused by a sentence that names it.
 */
final class ArgumentReader {

  /** Characters of one text; more is no number. */
  private static final int MAX_TEXT = 8_000;

  private ArgumentReader() {}

  /** The arguments that were given; required ones may be missing. */
  static Arguments read(List<Input> inputs, Map<String, Object> arguments) {
    List<String> names = inputs.stream().map(Input::name).toList();
    Optional<String> unknown =
        arguments.keySet().stream().filter(name -> !names.contains(name)).findFirst();
    if (unknown.isPresent()) {
      throw new Refusal(
          "No hay un argumento «"
              + shortened(unknown.get())
              + "»; los que hay son: "
              + String.join(", ", names)
              + ".");
    }
    Arguments given = new Arguments(currency(arguments));
    for (Input input : inputs) {
      Object argument = arguments.get(input.name());
      if (argument != null && !argument.equals("")) {
        read(input, argument, given);
      }
    }
    return given;
  }

  private static String currency(Map<String, Object> arguments) {
    return Sentence.currency(
        arguments.values().stream()
            .filter(value -> value instanceof String text && text.length() < 100)
            .map(Object::toString)
            .collect(Collectors.joining(" ")));
  }

  private static void read(Input input, Object argument, Arguments given) {
    switch (input.kind()) {
      case FLAG -> {
        if (flag(input, argument)) {
          given.put(input.name(), true);
        }
      }
      case FREQUENCY -> given.put(input.name(), frequency(input, argument));
      case FLOWS -> given.put(input.name(), amounts(input.name(), argument));
      case CURVE -> given.put(input.name(), curve(input, argument));
      default -> given.put(input.name(), amount(input, argument));
    }
  }

  private static Amount amount(Input input, Object argument) {
    Amount amount = single(argument);
    boolean fits =
        amount != null
            && switch (amount.kind()) {
              case PLAIN -> amount.period() == null || input.kind() != InputKind.MONEY;
              case PERCENT -> input.kind().isPercentage() || input.kind() == InputKind.SHARE;
              case TIME -> input.kind().isTerm();
              case PAYMENTS -> input.kind() == InputKind.TERM;
              case MEASURE -> input.kind() == InputKind.NUMBER;
              case UNREAD -> false;
            };
    if (amount == null || !fits) {
      throw wrong(input.name(), argument, "un número" + input.about());
    }
    return input.kind().take(amount);
  }

  /** The one number of an argument; null when the argument is not exactly one. */
  private static @Nullable Amount single(Object argument) {
    if (argument instanceof Number number) {
      return Amount.plain(number.doubleValue());
    }
    if (argument instanceof String text && text.length() <= MAX_TEXT) {
      List<Amount> found = Amounts.all(text);
      return found.size() == 1 ? found.getFirst() : null;
    }
    return null;
  }

  /** A list of numbers, or a text of them; for series too. */
  static List<Amount> amounts(String name, Object argument) {
    List<Amount> amounts = new ArrayList<>();
    if (argument instanceof List<?> list) {
      if (list.size() > Input.MAX_FLOWS) {
        throw new Refusal("Son demasiados números: entran hasta " + Input.MAX_FLOWS + ".");
      }
      for (Object element : list) {
        Amount amount = element == null ? null : single(element);
        if (amount == null) {
          throw wrong(name, String.valueOf(element), "una lista de números.");
        }
        amounts.add(amount);
      }
    } else if (argument instanceof String text && text.length() <= MAX_TEXT) {
      amounts.addAll(Amounts.find(text));
    }
    if (amounts.isEmpty()) {
      throw wrong(name, argument, "una lista de números.");
    }
    return amounts;
  }

  private static double frequency(Input input, Object argument) {
    if (argument instanceof String text && text.length() <= MAX_TEXT) {
      for (String word : Folding.ENYE_FOLDED.of(text).split("[^a-z]+", -1)) {
        Period period = Period.of(word);
        if (period != null) {
          return period.perYear;
        }
      }
    }
    Amount amount = single(argument);
    if (amount == null || amount.kind() != Amount.Kind.PLAIN) {
      throw wrong(input.name(), argument, "una frecuencia." + input.about());
    }
    return amount.value();
  }

  private static boolean flag(Input input, Object argument) {
    return switch (Folding.ENYE_FOLDED.of(shortened(argument))) {
      case "true", "si", "1", "yes" -> true;
      case "false", "no", "0" -> false;
      default -> throw wrong(input.name(), argument, "true o false.");
    };
  }

  /** An equation, or the list of its constant and its slope. */
  private static Polynomial curve(Input input, Object argument) {
    if (argument instanceof List<?> list && list.size() == 2) {
      List<Amount> amounts = amounts(input.name(), list);
      return Polynomial.line(amounts.getFirst().value(), amounts.getLast().value());
    }
    if (argument instanceof String text && text.length() <= MAX_TEXT) {
      List<Equation> found = Equation.find(text.contains("=") ? text : "= " + text);
      if (found.size() == 1) {
        Equation equation = found.getFirst();
        return input.name().equals(Curves.COST)
            ? equation.curve()
            : equation
                .quantity()
                .orElseThrow(() -> wrong(input.name(), argument, "una recta." + input.about()));
      }
    }
    throw wrong(input.name(), argument, "una ecuación." + input.about());
  }

  private static Refusal wrong(String name, Object argument, String wanted) {
    return new Refusal(
        "No entiendo «" + name + "»: «" + shortened(argument) + "». Tiene que ser " + wanted);
  }

  private static String shortened(Object argument) {
    String text =
        argument instanceof Map || argument instanceof List ? "…" : String.valueOf(argument);
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
