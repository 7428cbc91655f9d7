package dev.sessionmanager.safety;

/**
 * A sign of danger that was found in a text.
 *
 * @param kind who is in danger, from whom
 * @param urgency whether it seems to happen now
 * @param language of the words that gave the sign: {@code es}, {@code pt} or {@code en}
 */
public record Danger(Kind kind, Urgency urgency, String language) {

  /** Who is in danger, from whom. In order of precedence where a text has several. */
  public enum Kind {
    /** The writer, from themself: thoughts of dying, a plan, a farewell, self-harm. */
    SELF,
    /** The writer, from someone else: violence, abuse, threats. */
    FROM_OTHERS,
    /** Someone else, from the writer. */
    OTHERS,
    /** Someone the writer speaks of: who wants to die, or suffers violence. */
    THIRD_PERSON
  }

  /** Whether minutes may count. In order of precedence. */
  public enum Urgency {
    NOW,
    CONCERN,
    /** Perhaps there is no danger: one asks. */
    DOUBT
  }
}
