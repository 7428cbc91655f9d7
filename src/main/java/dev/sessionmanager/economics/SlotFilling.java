package dev.sessionmanager.economics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which number of a sentence is which input of a calculator: first by the words beside the numbers,
 * the nearest pair first; then second numbers of "de 10 a 12"; then by unit; then in order.
 */
final class SlotFilling {

  private static final List<Phrase> FALLS = Phrase.list(Lexicon.FILE.entries("falls"));

  private final List<Input> inputs;
  private final Sentence sentence;
  private final TokenRow tokens;
  private final CueDistance nearness;
  private final boolean changing;

  /** The places of numbers that no input has taken yet. */
  private final List<Integer> free = new ArrayList<>();

  /** The places of words of time that say how often something happens. */
  private final Set<Integer> understood = new HashSet<>();

  private final Set<Equation> drawn = new HashSet<>();

  final Arguments given;

  /** How surely the words beside the numbers name the inputs; for comparing calculators. */
  double strength;

  /** How many numbers and curves were used. */
  int used;

  SlotFilling(List<Input> inputs, Sentence sentence) {
    this(inputs, sentence, false);
  }

  /**
   * @param changing whether the sentence changes another one's numbers, so that a single sum is no
   *     list of flows
   */
  SlotFilling(List<Input> inputs, Sentence sentence, boolean changing) {
    this.changing = changing;
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
          for (Phrase cue : input.cues()) {
            Phrase.Match said = cue.in(tokens);
            if (said != null) {
              given.put(input.name(), true);
              IntStream.range(said.start(), said.end()).forEach(understood::add);
            }
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
    inOrder(InputKind::isTerm, Amount::isTerm, true);
    flows();
    inOrder(InputKind::isNumber, Amount::isPlain, false);
    inOrder(kind -> kind.isPercentage() || kind.isTerm(), Amount::isPlain, false);
    inOrder(InputKind::isPercentage, a -> a.kind() == Amount.Kind.PERCENT, true);
    Vat.suppose(inputs, tokens, given);
  }

  /** The places of numbers that no input has taken. */
  List<Integer> free() {
    return List.copyOf(free);
  }

  /** Whether an input has taken the word of time at a place for its own. */
  boolean understands(int place) {
    return understood.contains(place);
  }

  /** The equations that no input has taken. */
  List<Equation> freeEquations() {
    return sentence.equations().stream().filter(equation -> !drawn.contains(equation)).toList();
  }

  private void frequency(Input input) {
    FrequencyWords.Found found = FrequencyWords.find(input, tokens);
    if (found == null) {
      return;
    }
    if (found.number() >= 0) {
      take(input, found.number(), found.perYear());
    } else {
      given.put(input.name(), found.perYear());
    }
    if (found.word() >= 0) {
      understood.add(found.word());
    }
  }

  private void curve(Input input) {
    Curves.Found found = Curves.find(input.name(), sentence);
    if (found != null) {
      given.put(input.name(), found.curve());
      drawn.addAll(found.equations());
      free.removeIf(place -> found.letters().contains(amount(place)));
      used++;
      strength += 4;
    }
  }

  private record Pair(Input input, int place, double cost) {}

  private void byWords() {
    List<Pair> pairs = new ArrayList<>();
    for (Input input : inputs) {
      for (int place : free) {
        boolean fits = !given.has(input.name()) && accepts(input, place);
        double cost = fits ? nearness.cost(input, place) : Double.NaN;
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
            .filter(p -> p > place && accepts(input, p))
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
      if (wanted && !input.named() && kinds.test(input.kind())) {
        free.stream()
            .filter(place -> amounts.test(amount(place)) && accepts(input, place))
            .findFirst()
            .ifPresent(place -> take(input, place));
      }
    }
  }

  private void flows() {
    for (Input input : inputs) {
      if (input.kind() == InputKind.FLOWS) {
        List<Integer> flows = free.stream().filter(place -> amount(place).isPlain()).toList();
        Set<Period> often = new HashSet<>();
        flows.stream()
            .map(place -> amount(place).period())
            .filter(Objects::nonNull)
            .forEach(often::add);
        if (flows.size() > (changing ? 1 : 0)
            && often.size() < 2
            && often.stream().allMatch(this::comes)) {
          given.put(input.name(), flows.stream().map(this::amount).toList());
          used += flows.size();
          free.removeAll(flows);
        }
      }
    }
  }

  /** Notes how often a sum comes; false where something else is known already. */
  private boolean comes(Period each) {
    Input frequency =
        inputs.stream().filter(i -> i.kind() == InputKind.FREQUENCY).findFirst().orElse(null);
    if (frequency == null) {
      return true;
    }
    Double known = given.frequency(frequency.name());
    if (known == null) {
      given.put(frequency.name(), each.perYear);
    }
    return known == null || known == each.perYear;
  }

  /** Whether a number may be this input; every how many months something happens, is none. */
  private boolean accepts(Input input, int place) {
    Amount amount = amount(place);
    boolean often =
        amount.kind() == Amount.Kind.TIME
            && place > 0
            && Period.isEvery(tokens.get(place - 1).word());
    return !often && input.kind().accepts(amount);
  }

  private void take(Input input, int place) {
    Amount amount = amount(place);
    Period each = amount.period();
    if (input.kind() == InputKind.PAYMENT && each != null && !comes(each)) {
      return;
    }
    if (input.kind() == InputKind.CHANGE && amount.value() > 0 && falls(place)) {
      take(input, place, input.kind().take(amount.negated()));
    } else if (isFraction(input, amount)) {
      Amount percent = input.kind().take(amount.times(100));
      String written = sentence.text().substring(amount.start(), amount.end()).strip();
      given.note("«" + written + "» se leyó como " + Numbers.plain(percent.value()) + " %.");
      take(input, place, percent);
    } else {
      take(input, place, input.kind().take(amount));
    }
  }

  /** A rate of 0,05 is 5 %. */
  private static boolean isFraction(Input input, Amount amount) {
    boolean rate = input.kind() == InputKind.RATE || input.kind() == InputKind.PERCENT;
    return rate && amount.isPlain() && amount.value() != 0 && Math.abs(amount.value()) < 1;
  }

  private void take(Input input, int place, Object value) {
    given.put(input.name(), value);
    free.remove(Integer.valueOf(place));
    used++;
    if (value instanceof Amount taken && taken.said() != null && !taken.isPlain()) {
      int at = taken.said().at();
      for (int i = 0; i < place; i++) {
        if (tokens.get(i).start() == at) {
          understood.add(i);
        }
      }
    }
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
