package dev.sessionmanager.economics;

/** Why there is no result, as a sentence for the reader. Never leaves this package. */
final class Refusal extends RuntimeException {

  private final String sentence;

  Refusal(String sentence) {
    super(sentence, null, false, false);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
