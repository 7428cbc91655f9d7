package dev.sessionmanager.economics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a calculator did not understand of a sentence: numbers that no input took, words of time
 * that say how often something happens, equations, conditions that it does not know. A calculator
 * never answers over them: it asks. Only years, which are dates, it merely names.
 *
 * @param unknown as they were written
 * @param dates the years, as they were written
 */
record Leftovers(List<String> unknown, List<String> dates) {

  private static final Set<String> CONDITIONS = Lexicon.FILE.words("conditions");

  /** The input of calculators that turn one currency into another. */
  private static final String EXCHANGE = "cotizacion";

  private static final Set<String> ALL = Set.of("todos", "todas");

  private static final Set<String> EACH = Lexicon.FILE.words("each");

  /**
   * What a calculator left over of a sentence.
   *
   * @param phrases by which it is called
   */
  static Leftovers of(
      List<Phrase> phrases, List<Input> inputs, SlotFilling filling, Sentence sentence) {
    TokenRow tokens = sentence.tokens();
    List<Integer> unknown = new ArrayList<>(filling.free());
    List<Integer> dates = new ArrayList<>();
    Set<Integer> names = names(phrases, tokens);
    Set<String> words = words(phrases, inputs);
    boolean dated = couldBeDates(inputs, filling);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isDate()) {
        (dated ? unknown : dates).add(i);
      } else if (token.amount() == null && !names.contains(i)) {
        boolean time = isOften(tokens, i) && !filling.understands(i);
        boolean condition = CONDITIONS.contains(token.word()) && !words.contains(token.word());
        if (time || condition) {
          unknown.add(i);
        }
      }
    }
    List<String> all = new ArrayList<>();
    unknown.stream().sorted().forEach(place -> all.add(written(tokens.get(place), sentence)));
    filling
        .freeEquations()
        .forEach(e -> all.add(sentence.text().substring(e.start(), e.end()).strip()));
    Set<String> currencies = Sentence.currencies(sentence.text());
    boolean exchanges = inputs.stream().anyMatch(input -> input.name().equals(EXCHANGE));
    if (currencies.size() > 1 && !exchanges) {
      all.add(String.join(" y ", currencies));
    }
    return new Leftovers(
        all.stream().distinct().toList(),
        dates.stream().map(place -> written(tokens.get(place), sentence)).distinct().toList());
  }

  /** These and those of a sentence before, which still stand. */
  Leftovers and(Leftovers before) {
    return new Leftovers(
        Stream.concat(before.unknown.stream(), unknown.stream()).distinct().toList(),
        Stream.concat(before.dates.stream(), dates.stream()).distinct().toList());
  }

  boolean isEmpty() {
    return unknown.isEmpty();
  }

  /** What was not understood, as a sentence names it: «200» y «3 %». */
  String shown() {
    List<String> quoted = unknown.stream().map(word -> "«" + word + "»").toList();
    return quoted.size() == 1
        ? quoted.getFirst()
        : String.join(", ", quoted.subList(0, quoted.size() - 1)) + " y " + quoted.getLast();
  }

  /** A year may be the length of time that a calculator would otherwise suppose. */
  private static boolean couldBeDates(List<Input> inputs, SlotFilling filling) {
    return inputs.stream()
        .anyMatch(i -> i.kind() == InputKind.TIME && !filling.given.has(i.name()));
  }

  /** The places of the words of the calculator's own names. */
  private static Set<Integer> names(List<Phrase> phrases, TokenRow tokens) {
    Set<Integer> names = new HashSet<>();
    for (Phrase phrase : phrases) {
      Phrase.Match match = phrase.in(tokens);
      if (match != null) {
        IntStream.range(match.start(), match.end()).forEach(names::add);
      }
    }
    return names;
  }

  /** Every word by which the calculator and its inputs are known. */
  static Set<String> words(List<Phrase> phrases, List<Input> inputs) {
    Set<String> words = phrases.stream().flatMap(Phrase::words).collect(Collectors.toSet());
    inputs.stream()
        .flatMap(input -> input.cues().stream())
        .flatMap(Phrase::words)
        .forEach(words::add);
    return words;
  }

  /** "mensual", "trimestralmente", "cada mes", "todos los meses"; a bare "año" says nothing. */
  private static boolean isOften(TokenRow tokens, int place) {
    String word = tokens.get(place).word();
    boolean all = place > 1 && ALL.contains(tokens.get(place - 2).word());
    boolean behind = all || (place > 0 && EACH.contains(tokens.get(place - 1).word()));
    return Period.of(word) != null && (Period.isAdjective(word) || behind);
  }

  private static String written(Token token, Sentence sentence) {
    return sentence.text().substring(token.start(), token.end()).strip();
  }
}
