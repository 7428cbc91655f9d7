package dev.sessionmanager.session;

/** What a client gets that has logged in: its session, and a token that names it. */
public record Ticket(Session session, String token) {}
