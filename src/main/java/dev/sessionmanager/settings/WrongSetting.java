package dev.sessionmanager.settings;

/** A setting that cannot be used; the message is the one sentence that the operator reads. */
final class WrongSetting extends RuntimeException {

  private static final long serialVersionUID = 1;

  WrongSetting(String sentence) {
    super(sentence);
  }

  WrongSetting(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
