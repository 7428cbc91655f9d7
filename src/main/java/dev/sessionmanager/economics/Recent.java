package dev.sessionmanager.economics;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Sentences as they were read lately, with the calculator that each is for: all of an agent's tools
 * look at the same sentence one after the other, and reading it costs more than anything they do
 * with it. Any thread; who finds another's sentence in the slot reads their own again.
 */
final class Recent {

  /** As many messages as are looked at at the same time, roughly; a power of two. */
  private static final int SLOTS = 64;

  private static final AtomicReferenceArray<@Nullable Read> READ =
      new AtomicReferenceArray<>(SLOTS);

  /** A sentence and, where it is for a calculator, which one and with which numbers. */
  record Read(Sentence sentence, Optional<CalculatorMatch> choice) {}

  private Recent() {}

  static Read of(String text) {
    int slot = text.hashCode() & (SLOTS - 1);
    Read read = READ.get(slot);
    if (read == null || !read.sentence().text().equals(text)) {
      Sentence sentence = Sentence.of(text);
      read = new Read(sentence, CalculatorMatch.of(sentence, Economics.CALCULATORS));
      READ.set(slot, read);
    }
    return read;
  }
}
