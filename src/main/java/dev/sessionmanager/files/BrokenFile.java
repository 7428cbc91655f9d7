package dev.sessionmanager.files;

import java.util.List;
import org.slf4j.Logger;

/**
 * What is wrong with a user's file, for the operator.
 *
 * @param file where it lies
 * @param line from 1; 0 where it is the file as a whole
 * @param reason what to change, in English
 */
public record BrokenFile(String file, int line, String reason) {

  /** Warns of each that was not broken in this way before, so that a fault is logged once. */
  public static void warn(Logger log, String noun, List<BrokenFile> before, List<BrokenFile> now) {
    now.stream()
        .filter(broken -> !before.contains(broken))
        .forEach(broken -> log.warn("{} {}", noun, broken));
  }

  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + reason;
  }
}
