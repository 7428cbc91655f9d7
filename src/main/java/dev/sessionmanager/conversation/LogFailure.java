package dev.sessionmanager.conversation;

/** The log could not be written: nothing of what was to be kept is kept. */
public final class LogFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  LogFailure(Throwable cause) {
    super("the log could not be written", cause);
  }
}
