package dev.sessionmanager.problem;

/**
 * Whether a part works.
 *
 * @param up it does
 * @param detail one sentence for the operator, without anybody's data
 */
public record Health(boolean up, String detail) {}
