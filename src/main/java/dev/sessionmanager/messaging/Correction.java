package dev.sessionmanager.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A customer has put right what they wrote before.
 *
 * @param channel see {@link Messenger#channel()}
 * @param messageId the provider's id of the message that is put right
 * @param text what it says now, never empty
 * @param followUp what is said where the first words are answered already: a message of its own
 * @param at when, by the writer's clock: of two corrections the later one holds; null if unknown
 * @param traceId 32 hex digits
 */
public record Correction(
    String channel,
    String messageId,
    String text,
    String followUp,
    @Nullable Instant at,
    String traceId) {

  /** What became of it. */
  public enum Outcome {
    /** The message waits still, and says the new words from now on. */
    REPLACED,
    /** The first words are being answered, or are: the correction is a message of its own. */
    FOLLOWS,
    /** It is known, or a later one is. */
    KNOWN,
    /** There is no such message of a customer's. */
    UNKNOWN
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Correction[" + channel + ' ' + messageId + ']';
  }
}
