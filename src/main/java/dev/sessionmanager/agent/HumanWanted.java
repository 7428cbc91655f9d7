package dev.sessionmanager.agent;

import dev.sessionmanager.text.Traits;
import dev.sessionmanager.text.WordPattern;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Whether a customer asks for a human or complains, in Spanish, English or Portuguese: by what is
 * said about a person, an agent or a complaint, never by what a shop is asked about. The phrases of
 * {@code agent/human.yaml} say it, and {@link HumanModel} what they do not have; where it is as
 * good as sure that they err they are not believed. Any thread; linear in the length of the text.
 */
@Component
public final class HumanWanted implements Predicate<String> {

  private static final int MAX_CHARS = 4000;

  /** From here on the model is believed alone: docs/rationale.md has what it costs and finds. */
  private static final double SURE = 0.55;

  /** Below this the phrases are not believed. */
  private static final double DOUBTFUL = 0.1;

  /** The phrases, read when the first text is looked at. */
  private static final class Phrases {
    static final HumanWords WORDS = new HumanWords();
  }

  private final Supplier<HumanModel> model;

  /** With the model that ships, read when the first text is looked at. */
  @Autowired
  public HumanWanted() {
    this.model = SingletonSupplier.of(HumanModel::shipped);
  }

  /** With a model that is tried out. */
  public HumanWanted(HumanModel model) {
    this.model = () -> model;
  }

  /** What the model sees of a text. */
  public static Traits traits(String text) {
    return Phrases.WORDS.traits(read(text));
  }

  private static CustomerText read(String text) {
    return Phrases.WORDS.read(text.substring(0, Math.min(text.length(), MAX_CHARS)));
  }

  /** Whether the text says so. Its first {@value #MAX_CHARS} characters count. */
  @Override
  public boolean test(String text) {
    HumanWords words = Phrases.WORDS;
    CustomerText read = read(text);
    double likely = model.get().of(words.traits(read));
    if (takeOut(read, words)) {
      likely = Math.min(likely, model.get().of(words.traits(read)));
    }
    return likely >= SURE || (likely >= DOUBTFUL && says(read, words));
  }

  private static boolean says(CustomerText read, HumanWords words) {
    for (int at = 0; at < read.size(); at++) {
      if (end(words.wanted(read.word(at)), read, at) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Takes out what only looks like a wish; whether there was any. */
  private static boolean takeOut(CustomerText text, HumanWords words) {
    boolean any = false;
    int at = 0;
    while (at < text.size()) {
      int end = end(words.notWanted(text.word(at)), text, at);
      if (end > at) {
        text.takeOut(at, end);
        any = true;
        at = end;
      } else {
        at++;
      }
    }
    return any;
  }

  /** Behind the longest of the patterns that begins here; -1 where none does. */
  private static int end(List<WordPattern> patterns, CustomerText text, int at) {
    return patterns.stream().mapToInt(pattern -> pattern.match(text, at)).max().orElse(-1);
  }
}
