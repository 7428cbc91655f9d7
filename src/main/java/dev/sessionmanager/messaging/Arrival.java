package dev.sessionmanager.messaging;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One message of a messaging channel that has reached us, kept until it is answered, and after that
 * for as long as duplicates may come. It never holds a secret.
 *
 * @param channel {@code chatwoot} or {@code whatsapp}: see {@link Messenger#channel()}
 * @param messageId the provider's id: the dedupe key, unique in its channel
 * @param conversation the channel's name for the conversation: Chatwoot {@code <account>/<display
 *     id>}, WhatsApp {@code <instance>/<jid>}
 * @param person whose limits hold it and whose bursts are joined, unique in its channel
 * @param name for the operator's list; {@code ""} if unknown
 * @param text what was written, never empty; of media without text a word for what it is, in
 *     brackets
 * @param note the honest sentence to answer media without text with, no agent is asked; null for
 *     what an agent can answer
 * @param urgent the provider says so; words that say so are looked for in any case
 * @param language of the writer, where the text itself does not tell
 * @param writtenAt by the provider's clock
 * @param receivedAt when it reached us
 * @param traceId 32 hex digits
 */
public record Arrival(
    String channel,
    String messageId,
    String conversation,
    String person,
    String name,
    String text,
    @Nullable String note,
    boolean urgent,
    Locale language,
    Instant writtenAt,
    Instant receivedAt,
    String traceId) {

  /**
   * A message in the file, by its number there: numbers grow in the order in which messages came.
   */
  public record Row(long id, Arrival message) {}

  public Arrival {
    if (messageId.isEmpty() || conversation.isEmpty() || person.isEmpty() || text.isEmpty()) {
      throw new IllegalArgumentException("an arrival has an id, a conversation, a person, a text");
    }
  }

  /** A text that is longer than agents read, cut with an ellipsis; in characters. */
  public static String cut(String text, int max) {
    return text.length() <= max || text.codePointCount(0, text.length()) <= max
        ? text
        : text.substring(0, text.offsetByCodePoints(0, max)) + '…';
  }

  /** Without the text and the name, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Arrival[" + channel + ' ' + messageId + ", " + text.length() + " chars]";
  }
}
