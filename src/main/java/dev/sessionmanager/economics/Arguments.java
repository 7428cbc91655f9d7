package dev.sessionmanager.economics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a calculator was given, by the names of its inputs. One thread. */
final class Arguments {

  private static final int SHOWN_FLOWS = 24;

  final String currency;
  private final Map<String, Object> values = new LinkedHashMap<>();

  /** What a formula has looked at. */
  private final Set<String> read = new HashSet<>();

  /** Sentences on how something was read. */
  private final List<String> notes = new ArrayList<>();

  /**
   * @param currency the sign that stands before sums of money
   */
  Arguments(String currency) {
    this.currency = currency;
  }

  void put(String name, Object value) {
    values.put(name, value);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  /** Sentences on how something was read, each behind a space. */
  String notes() {
    return notes.stream().map(note -> " " + note).collect(Collectors.joining());
  }

  /** From now on what a formula looks at is noted, for {@link #idle}. */
  void begin() {
    read.clear();
  }

  /** What was given and not looked at since {@link #begin}: it has no place in this formula. */
  List<Input> idle(List<Input> inputs) {
    return inputs.stream().filter(i -> has(i.name()) && !read.contains(i.name())).toList();
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /**
   * The values of an earlier calculation for those of these inputs that have none; what has no unit
   * gets that of before, so that "¿y si fuera 5 %?" is of a month where the rate before was.
   */
  void fillFrom(Arguments earlier, List<Input> inputs) {
    for (Input input : inputs) {
      Object before = earlier.values.get(input.name());
      Object now = values.get(input.name());
      if (now instanceof Amount amount && before instanceof Amount other) {
        values.put(input.name(), amount.inUnitOf(other));
      } else if (before != null && now == null) {
        values.put(input.name(), before);
      }
    }
  }

  /** Whether a flag was given. */
  boolean flag(String name) {
    read.add(name);
    return has(name);
  }

  /** Whether this input was given exactly this amount. */
  boolean is(String name, Amount amount) {
    return amount.equals(values.get(name));
  }

  /** The required ones of {@code inputs} that were not given. */
  List<Input> missing(List<Input> inputs) {
    return inputs.stream()
        .filter(input -> input.required() && lacks(input, inputs))
        .filter(input -> input.unless() == null || !has(input.unless()))
        .toList();
  }

  /** A project needs two flows; an investment of its own name is one of them. */
  private boolean lacks(Input input, List<Input> inputs) {
    if (input.kind() != InputKind.FLOWS || !has(input.name())) {
      return !has(input.name());
    }
    boolean oneMore = inputs.stream().anyMatch(i -> i.kind() == InputKind.MONEY && has(i.name()));
    return ((List<?>) value(input.name())).size() < (oneMore ? 1 : 2);
  }

  double number(String name) {
    return bounded(name, amount(name).value());
  }

  /** A number that must be above 0. */
  double positive(String name, String label) {
    double value = number(name);
    if (value <= 0) {
      throw new Refusal("Tiene que ser mayor que 0: " + label + ".");
    }
    return value;
  }

  /** A percentage that is not for a time, as a fraction: 0.05 for 5 %. */
  double fraction(String name) {
    Period period = amount(name).period();
    if (period != null && period != Period.YEAR) {
      throw new Refusal("«" + name + "» tiene que ser anual, o sin período.");
    }
    return number(name) / 100;
  }

  Rate rate(String name) {
    Amount amount = amount(name);
    double fraction = bounded(name, amount.value()) / 100;
    if (fraction <= -1) {
      throw new Refusal("La tasa tiene que ser mayor que −100 %.");
    }
    return new Rate(fraction, amount.period(), amount.effective());
  }

  /** A length of time or a number of payments: never negative. */
  Amount time(String name) {
    Amount time = amount(name);
    if (bounded(name, time.value()) < 0) {
      throw new Refusal("El tiempo no puede ser negativo.");
    }
    return time;
  }

  /** A frequency, in times a year; null when not given. */
  @Nullable Double frequency(String name) {
    if (!has(name)) {
      return null;
    }
    double times = bounded(name, (Double) value(name));
    if (times <= 0 || times > 8_760) {
      throw new Refusal("Las veces por año tienen que estar entre 0 y 8.760 (cada hora).");
    }
    return times;
  }

  @SuppressWarnings("unchecked") // only ever put so
  List<Double> flows(String name) {
    List<Amount> flows = (List<Amount>) value(name);
    if (flows.size() > Input.MAX_FLOWS) {
      throw new Refusal("Son demasiados números: entran hasta " + Input.MAX_FLOWS + ".");
    }
    return flows.stream().map(flow -> bounded(name, flow.value())).toList();
  }

  Polynomial curve(String name) {
    Polynomial curve = (Polynomial) value(name);
    curve.coefficients().forEach(c -> bounded(name, c));
    return curve;
  }

  String money(double value) {
    String shown = Numbers.money(value);
    return shown.startsWith("-")
        ? "-" + currency + " " + shown.substring(1)
        : currency + " " + shown;
  }

  /** One line of Markdown for each input that was given. */
  String shown(List<Input> inputs) {
    return inputs.stream()
        .filter(input -> has(input.name()))
        .map(input -> "- " + input.title() + ": " + shown(input) + "\n")
        .collect(Collectors.joining());
  }

  private String shown(Input input) {
    return switch (input.kind()) {
      case MONEY -> money(number(input.name()));
      case SHARE ->
          amount(input.name()).isPlain()
              ? money(number(input.name()))
              : amount(input.name()).shown();
      case PAYMENT -> {
        Period each = amount(input.name()).period();
        yield money(number(input.name())) + (each == null ? "" : " por " + each.noun(1));
      }
      case NUMBER, TIME, TERM, RATE -> amount(input.name()).shown();
      case PERCENT, CHANGE -> Numbers.plain(number(input.name())) + " %";
      case FREQUENCY -> shownFrequency(input.name());
      case FLAG -> "sí";
      case CURVE -> "Q = " + curve(input.name()).shown("P");
      case FLOWS -> {
        List<Double> flows = flows(input.name());
        String first =
            flows.stream().limit(SHOWN_FLOWS).map(this::money).collect(Collectors.joining("; "));
        yield flows.size() > SHOWN_FLOWS ? first + "; … (" + flows.size() + " en total)" : first;
      }
    };
  }

  private String shownFrequency(String name) {
    double times = (Double) value(name);
    Period period = Period.perYear(times);
    return period == null ? Numbers.plain(times) + " veces por año" : period.adjective;
  }

  private Amount amount(String name) {
    return (Amount) value(name);
  }

  private Object value(String name) {
    read.add(name);
    Object value = values.get(name);
    if (value == null) {
      throw new Refusal("Falta un dato: " + name + ".");
    }
    return value;
  }

  private static double bounded(String name, double value) {
    if (!Double.isFinite(value) || Math.abs(value) > Numbers.LARGEST) {
      throw new Refusal("El número de «" + name + "» es demasiado grande: el máximo es 10^15.");
    }
    return value;
  }
}
