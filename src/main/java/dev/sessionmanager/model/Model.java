package dev.sessionmanager.model;

/**
 * A model that is connected.
 *
 * @param name by which agents and callers ask for it
 * @param provider who runs it, by the names of the OpenTelemetry GenAI conventions
 * @param historyMax messages of earlier turns that a request may hold
 */
public record Model(String name, String provider, int historyMax) {}
