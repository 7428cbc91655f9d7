package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Ticket;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a client gets to go on with; without the token where it came with one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionTicket(
    String id, @Nullable String token, @JsonProperty("expires_at") Instant expiresAt) {

  static SessionTicket of(Ticket ticket) {
    Session session = ticket.session();
    return new SessionTicket(session.id(), ticket.token(), session.expiresAt());
  }

  static SessionTicket of(Session session) {
    return new SessionTicket(session.id(), null, session.expiresAt());
  }
}
