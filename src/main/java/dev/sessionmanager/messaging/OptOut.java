package dev.sessionmanager.messaging;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * A person who wants no messages, as the operator reads it.
 *
 * @param person unique in the channel
 * @param name {@code ""} if unknown
 * @param conversation in which they said so
 * @param messageId the message by which they did, by the provider's id
 * @param since by the provider's clock
 */
record OptOut(
    String channel,
    String person,
    String name,
    String conversation,
    @JsonProperty("message_id") String messageId,
    Instant since) {}
