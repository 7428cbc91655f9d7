package dev.sessionmanager.agent;

/** Why a file is not an agent's. */
final class MalformedFile extends Exception {

  private static final int REASON_MAX = 300;

  private final int line;

  /**
   * @param line from 1
   * @param reason for whoever wrote the file; may quote it
   */
  MalformedFile(int line, String reason) {
    super(cut(reason.replaceAll("\\p{Cntrl}+", " ")), null, false, false);
    this.line = line;
  }

  int line() {
    return line;
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  private static String cut(String text) {
    return text.length() <= REASON_MAX ? text : text.substring(0, REASON_MAX) + '…';
  }
}
