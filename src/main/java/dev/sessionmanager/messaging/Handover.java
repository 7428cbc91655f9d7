package dev.sessionmanager.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of a messaging channel that a human holds, as the operator reads it.
 *
 * @param conversation the channel's name for it
 * @param by who holds it, or why: for the operator
 * @param until null for until it is given back
 */
record Handover(
    String channel, String conversation, String by, Instant since, @Nullable Instant until) {}
