package dev.sessionmanager.economics;

import dev.sessionmanager.text.WordFile;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The words of {@code economics/words.yaml}, by which sentences are read; read when the first
 * sentence is. Immutable; any thread.
 */
final class Lexicon {

  static final WordFile FILE = WordFile.read("economics/words.yaml");

  static final Set<String> FILLERS = FILE.words("fillers");

  /** Words right before a rate without a percent sign. */
  static final Set<String> RATES = FILE.words("before-rates");

  private Lexicon() {}

  /** A part of the file whose names stand for values. */
  static <T> Map<String, T> values(String part, Function<String, T> value) {
    return FILE.part(part).texts().entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, entry -> value.apply(entry.getValue())));
  }
}
