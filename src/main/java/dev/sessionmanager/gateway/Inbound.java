package dev.sessionmanager.gateway;

import dev.sessionmanager.session.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message that has reached us, whatever the channel. It never holds a password.
 *
 * @param id unique in its channel
 * @param channel {@code rest}, and later the others
 * @param session who it is from; null for a trusted caller without a login
 * @param agent who is to answer, by {@link Agent#name()}
 * @param text what was written, neither blank nor longer than {@code MESSAGE_MAX_CHARS}
 * @param receivedAt when it reached us
 * @param traceId 32 hex digits: the trace id of W3C Trace Context
 */
public record Inbound(
    String id,
    String channel,
    @Nullable Session session,
    String agent,
    String text,
    Instant receivedAt,
    String traceId) {

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Inbound[" + channel + ' ' + id + " to " + agent + ", " + text.length() + " chars]";
  }
}
