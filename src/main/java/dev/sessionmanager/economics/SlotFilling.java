package dev.sessionmanager.economics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which number of a sentence is which input of a calculator: first by the words beside the numbers,
 * the nearest pair first; then second numbers of "de 10 a 12"; then by unit; then in order.
 */
final class SlotFilling {

  private static final List<Phrase> FALLS = Phrase.list(Lexicon.FILE.entries("falls"));
  private static final List<Phrase> TIMES = Phrase.list(Lexicon.FILE.entries("times"));

  private final List<Input> inputs;
  private final Sentence sentence;
  private final TokenRow tokens;
  private final CueDistance nearness;

  /** The places of numbers that no input has taken yet. */
  private final List<Integer> free = new ArrayList<>();

  final Arguments given;

  /** How surely the words beside the numbers name the inputs; for comparing calculators. */
  double strength;

  /** How many numbers and curves were used. */
  int used;

  SlotFilling(List<Input> inputs, Sentence sentence) {
    this.inputs = inputs;
    this.sentence = sentence;
    this.tokens = sentence.tokens();
    this.nearness = new CueDistance(tokens);
    this.given = new Arguments(Sentence.currency(sentence.text()));
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).amount() != null) {
        free.add(i);
      }
    }
    fill();
  }

  private void fill() {
    for (Input input : inputs) {
      switch (input.kind()) {
        case FLAG -> {
          if (sentence.says(input.cues())) {
            given.put(input.name(), true);
          }
        }
        case FREQUENCY -> frequency(input);
        case CURVE -> curve(input);
        default -> {}
      }
    }
    byWords();
    byNeighbour();
    inOrder(InputKind::isPercentage, a -> a.kind() == Amount.Kind.PERCENT, false);
    inOrder(kind -> kind == InputKind.TIME, a -> a.kind() == Amount.Kind.TIME, true);
    flows();
    inOrder(InputKind::isNumber, Amount::isPlain, false);
    inOrder(kind -> kind.isPercentage() || kind == InputKind.TIME, Amount::isPlain, false);
  }

  /** "capitalización mensual", "1.000 por mes", "12 veces por año", "m = 12". */
  private void frequency(Input input) {
    for (int i = 0; i < tokens.size() && !given.has(input.name()); i++) {
      int start = i;
      Amount amount = tokens.get(i).amount();
      if (amount != null && amount.isPlain() && isTimes(i)) {
        take(input, i, amount.value());
      } else {
        input.cues().stream()
            .mapToInt(cue -> cue.endAt(tokens, start))
            .max()
            .ifPresent(end -> frequency(input, end));
      }
    }
  }

  /** Reads the frequency that stands at {@code start}, behind one of its words; -1 for none. */
  private void frequency(Input input, int start) {
    for (int at = start; at >= 0 && at < Math.min(start + 3, tokens.size()); at++) {
      Token token = tokens.get(at);
      Amount amount = token.amount();
      Period unit = amount == null ? null : amount.period();
      Period period = Period.of(token.word());
      if (amount != null && unit != null && tokens.get(at - 1).word().equals("cada")) {
        take(input, at, unit.perYear / amount.value());
        return;
      } else if (period != null) {
        given.put(input.name(), period.perYear);
        return;
      } else if (!token.isFiller() && !token.word().equals("cada")) {
        return;
      }
    }
  }

  private boolean isTimes(int place) {
    boolean behind =
        place + 1 < tokens.size()
            && TIMES.stream().anyMatch(word -> word.endAt(tokens, place + 1) > place);
    boolean named =
        place > 1
            && tokens.get(place - 1).word().equals("=")
            && tokens.get(place - 2).word().equals("m");
    return behind || named;
  }

  private void curve(Input input) {
    Polynomial curve = Curves.find(input.name(), sentence);
    if (curve != null) {
      given.put(input.name(), curve);
      used++;
      strength += 4;
    }
  }

  private record Pair(Input input, int place, double cost) {}

  private void byWords() {
    List<Pair> pairs = new ArrayList<>();
    for (Input input : inputs) {
      for (int place : free) {
        double cost = given.has(input.name()) ? Double.NaN : nearness.cost(input, place);
        if (Double.isFinite(cost)) {
          pairs.add(new Pair(input, place, cost));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::cost));
    for (Pair pair : pairs) {
      if (free.contains(pair.place) && !given.has(pair.input.name())) {
        take(pair.input, pair.place);
        strength += Math.max(0, 4 - pair.cost);
      }
    }
  }

  private void byNeighbour() {
    for (Input input : inputs) {
      String before = input.follows();
      Integer place = before == null ? null : placeOf(before);
      if (place != null && !given.has(input.name())) {
        free.stream()
            .filter(p -> p > place && input.kind().accepts(amount(p)))
            .findFirst()
            .ifPresent(p -> take(input, p));
      }
    }
  }

  private @Nullable Integer placeOf(String name) {
    for (int i = 0; i < tokens.size(); i++) {
      Amount amount = tokens.get(i).amount();
      if (amount != null && given.is(name, amount)) {
        return i;
      }
    }
    return null;
  }

  private void inOrder(Predicate<InputKind> kinds, Predicate<Amount> amounts, boolean optionalToo) {
    for (Input input : inputs) {
      boolean wanted =
          given.missing(List.of(input)).contains(input)
              || (optionalToo && !given.has(input.name()));
      if (wanted && kinds.test(input.kind())) {
        free.stream()
            .filter(place -> amounts.test(amount(place)))
            .findFirst()
            .ifPresent(place -> take(input, place));
      }
    }
  }

  private void flows() {
    for (Input input : inputs) {
      if (input.kind() == InputKind.FLOWS) {
        List<Amount> flows = free.stream().map(this::amount).filter(Amount::isPlain).toList();
        if (!flows.isEmpty()) {
          given.put(input.name(), flows);
          used += flows.size();
          free.removeIf(place -> amount(place).isPlain());
        }
      }
    }
  }

  private void take(Input input, int place) {
    Amount amount = amount(place);
    if (input.kind() == InputKind.CHANGE && amount.value() > 0 && falls(place)) {
      take(input, place, input.kind().take(amount.negated()));
    } else {
      take(input, place, input.kind().take(amount));
    }
  }

  private void take(Input input, int place, Object value) {
    given.put(input.name(), value);
    free.remove(Integer.valueOf(place));
    used++;
  }

  /** Whether a word before the number, back to the last one, says that something falls. */
  private boolean falls(int place) {
    for (int i = place - 1; i >= 0 && tokens.get(i).amount() == null; i--) {
      int at = i;
      if (FALLS.stream().anyMatch(word -> word.endAt(tokens, at) > at)) {
        return true;
      }
    }
    return false;
  }

  private Amount amount(int place) {
    return Objects.requireNonNull(tokens.get(place).amount());
  }
}
