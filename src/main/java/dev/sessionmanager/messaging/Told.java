package dev.sessionmanager.messaging;

import java.time.Instant;

/**
 * How nodes say to each other what concerns messages that wait or are being answered: see {@link
 * dev.sessionmanager.server.Peers#tell}. Pure functions.
 */
final class Told {

  /** Messages wait in the file; nothing more is said. */
  static final String ARRIVED = "arrived";

  /** Nothing that waits is answered; nothing more is said. */
  static final String CLEARED = "cleared";

  /** The answer of a lane is stopped, which is named. */
  static final String STOPPED = "stopped-lane";

  /** See {@link Before}. */
  static final String STOPPED_BEFORE = "stopped-before";

  /** See {@link Correct}. */
  static final String CORRECTED = "corrected";

  /** Between the parts of what is said: in no name of a channel and no number. */
  private static final String PART = "\n";

  private Told() {}

  /** The answer in a conversation to what was written before a time is stopped. */
  record Before(Instant time, String channel, String conversation) {

    static Before read(String said) {
      String[] parts = said.split(PART, 3);
      return new Before(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1], parts[2]);
    }

    String said() {
      long millis = time.equals(Instant.MAX) ? Long.MAX_VALUE / 2 : time.toEpochMilli();
      return millis + PART + channel + PART + conversation;
    }
  }

  /** A message that waits has other words. */
  record Correct(long id, String words) {

    static Correct read(String said) {
      String[] parts = said.split(PART, 2);
      return new Correct(Long.parseLong(parts[0]), parts[1]);
    }

    String said() {
      return id + PART + words;
    }
  }
}
