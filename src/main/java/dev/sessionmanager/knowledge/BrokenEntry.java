package dev.sessionmanager.knowledge;

/** A file that is no entry; the message says in one line why, for the operator. */
final class BrokenEntry extends Exception {

  private static final long serialVersionUID = 1;

  private final int line;

  /** The line counts from 1. */
  BrokenEntry(int line, String reason) {
    super(reason.lines().findFirst().orElse(reason));
    this.line = line;
  }

  int line() {
    return line;
  }
}
