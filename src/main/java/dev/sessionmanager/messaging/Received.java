package dev.sessionmanager.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of a messaging channel, as it is kept until it is answered, and after that for as long
 * as duplicates may come.
 *
 * @param messageId the provider's: unique in its channel
 * @param conversation the channel's name for it
 * @param person whose it is
 * @param name of the person, for the operator
 * @param note to answer it with, instead of asking an agent; null for most
 * @param language a BCP 47 tag
 */
public record Received(
    String channel,
    String messageId,
    String conversation,
    String person,
    String name,
    String text,
    @Nullable String note,
    boolean urgent,
    String language,
    String traceId,
    Instant writtenAt,
    Instant receivedAt) {

  /** One that is in the file, by its number there: grows in the order in which they came. */
  public record Row(long id, Received message) {}

  /** Without the text and the name, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Received[" + channel + ' ' + messageId + ", " + text.length() + " chars]";
  }
}
