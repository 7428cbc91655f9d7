package dev.sessionmanager.files;

/** Why a file's content is not what belongs there; a {@link BrokenFile} says it with the path. */
public final class MalformedFile extends Exception {

  private static final long serialVersionUID = 1;

  /** Characters of a reason: it may quote what somebody wrote. */
  private static final int REASON_MAX = 300;

  private final int line;

  /**
   * @param line from 1; 0 where it is the file as a whole
   * @param reason what to change, for whoever wrote the file; may quote it
   */
  public MalformedFile(int line, String reason) {
    super(cut(reason.replaceAll("\\p{Cntrl}+", " ")), null, false, false);
    this.line = line;
  }

  /** From 1; 0 where it is the file as a whole. */
  public int line() {
    return line;
  }

  /** What to change, in English and at most some hundred characters. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  private static String cut(String text) {
    return text.length() <= REASON_MAX ? text : text.substring(0, REASON_MAX) + '…';
  }
}
