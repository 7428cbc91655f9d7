package dev.sessionmanager.messaging;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the business's own side has written in a conversation, and not by this service: on the
 * phone, in another client of the same inbox.
 *
 * @param conversations every name that the conversation has; the first is the one that it is
 *     answered under
 * @param id the provider's, of the message
 * @param text empty where there are no words
 * @param by who, or by what: for the operator
 * @param until when the bot may speak again; null for {@code messengers.handover-lasts} from now
 */
public record OutsideMessage(
    String channel,
    List<String> conversations,
    String id,
    String text,
    String by,
    Instant writtenAt,
    @Nullable Instant until) {

  String conversation() {
    return conversations.getFirst();
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "OutsideMessage[" + channel + ' ' + id + ']';
  }
}
