package dev.sessionmanager.messaging;

/**
 * The marks of a form of text; empty for what it has no mark for.
 *
 * @param bullet what a line of a list begins with
 */
record TextMarks(String bold, String italic, String struck, String code, String bullet) {}
