package dev.sessionmanager.messaging;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/**
 * Something that is wrong with a messaging channel, as the operator is told.
 *
 * @param channel the channel's name
 * @param account of the channel; {@code ""} where it has no accounts
 * @param trouble what is wrong
 * @param detail one sentence, without anybody's data
 */
public record Trouble(String channel, String account, Kind trouble, String detail, Instant since) {

  /** What can be wrong. */
  public enum Kind {
    /** The provider is not there, or has lost what it sends by: WhatsApp. */
    DISCONNECTED,
    /** The provider does not let us in: nothing is sent until the operator has done something. */
    REFUSED,
    /** Messages come that no webhook tells of. */
    WEBHOOKS_QUIET;

    /** As it is called outside. */
    @JsonValue
    public String shown() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
