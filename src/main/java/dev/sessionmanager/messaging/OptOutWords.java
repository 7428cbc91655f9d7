package dev.sessionmanager.messaging;

import dev.sessionmanager.text.WordFile;

/**
 * By which messages people say that they want no more, and that they want some again: those of
 * {@code messaging/opt-out.yaml}, in Spanish, English and Portuguese, and the operator's own. Any
 * thread.
 */
final class OptOutWords {

  private final WholeMessages out;
  private final WholeMessages in;

  OptOutWords(SilenceSettings settings) {
    WordFile words = WordFile.read("messaging/opt-out.yaml");
    this.out = new WholeMessages(words, "out", settings.optOutWords());
    this.in = new WholeMessages(words, "in", settings.optInWords());
  }

  boolean wantsOut(String text) {
    return out.has(text);
  }

  boolean wantsBack(String text) {
    return in.has(text);
  }
}
