package dev.sessionmanager.problem;

import org.jspecify.annotations.Nullable;

/**
 * Why the service cannot start with a setting, or with the file that a setting names; the message
 * is the one sentence that the operator reads.
 */
public final class WrongSetting extends RuntimeException {

  private static final long serialVersionUID = 1;

  public WrongSetting(String sentence) {
    this(sentence, null);
  }

  public WrongSetting(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
