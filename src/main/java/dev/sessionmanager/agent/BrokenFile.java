package dev.sessionmanager.agent;

/**
 * What is wrong with an agent file, for the operator.
 *
 * @param file where it lies
 * @param line from 1; 0 where it is the file as a whole
 * @param reason one sentence, in English
 */
public record BrokenFile(String file, int line, String reason) {

  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + reason;
  }
}
