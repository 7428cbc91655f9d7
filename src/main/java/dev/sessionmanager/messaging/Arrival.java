package dev.sessionmanager.messaging;

import java.time.Instant;
import java.util.HexFormat;
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
 * @param inbox where it came in, by the provider's id, where one account has several inboxes; null
 *     where it has not
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
    String traceId,
    @Nullable String inbox) {

  /** What stands before WhatsApp's id where another channel shows the message. */
  private static final String MIRRORED = "WAID:";

  /**
   * A message in the file, by its number there: numbers grow in the order in which messages came.
   */
  public record Row(long id, Arrival message) {}

  public Arrival {
    if (messageId.isEmpty() || conversation.isEmpty() || person.isEmpty() || text.isEmpty()) {
      throw new IllegalArgumentException("an arrival has an id, a conversation, a person, a text");
    }
  }

  /** The same message with other words. */
  Arrival saying(String words) {
    return with(messageId, words, writtenAt, receivedAt, traceId);
  }

  /** A further message of the same person in the same conversation, written now. */
  Arrival followed(String id, String words, Instant now, String trace) {
    return with(id, words, now, now, trace);
  }

  private Arrival with(String id, String words, Instant written, Instant received, String trace) {
    return new Arrival(
        channel,
        id,
        conversation,
        person,
        name,
        words,
        null,
        urgent,
        language,
        written,
        received,
        trace,
        inbox);
  }

  /** A message of an account that has no inboxes. */
  public Arrival(
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
    this(
        channel,
        messageId,
        conversation,
        person,
        name,
        text,
        note,
        urgent,
        language,
        writtenAt,
        receivedAt,
        traceId,
        null);
  }

  /**
   * The id of a message that WhatsApp's own channel may bring as well, which knows it by WhatsApp's
   * id alone: of the two the one that comes first is kept, see {@link Inbox#receive}.
   */
  public static String mirrored(String whatsappId) {
    return MIRRORED + whatsappId;
  }

  /** The id under which another channel would bring the same message. */
  static String counterpart(String messageId) {
    return messageId.startsWith(MIRRORED)
        ? messageId.substring(MIRRORED.length())
        : MIRRORED + messageId;
  }

  /**
   * The id of a correction, which has none of its own in all of its forms: what it is of and what
   * it says are the same.
   */
  public static String edited(String messageId, String text) {
    return messageId + "-edit-" + HexFormat.of().toHexDigits(text.hashCode());
  }

  /** Without the text and the name, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Arrival[" + channel + ' ' + messageId + ", " + text.length() + " chars]";
  }
}
