package dev.sessionmanager.problem;

import org.jspecify.annotations.Nullable;

/**
 * A setting that cannot be used, or what it names; the message is the one sentence that the
 * operator reads, and the start stops with it.
 */
public final class WrongSetting extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  public WrongSetting(String sentence) {
    this(sentence, null);
  }

  public WrongSetting(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }

  /** Stops the start with this sentence unless the settings are right. */
  public static void unless(boolean right, String sentence) {
    when(!right, sentence);
  }

  /** Stops the start with this sentence where a setting is wrong. */
  public static void when(boolean wrong, String sentence) {
    if (wrong) {
      throw new WrongSetting(sentence);
    }
  }
}
