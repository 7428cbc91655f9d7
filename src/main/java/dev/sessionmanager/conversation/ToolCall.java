package dev.sessionmanager.conversation;

/**
 * A model's wish to have a tool used.
 *
 * @param id by which the tool's result refers to it
 * @param name the tool's
 * @param arguments a JSON object, as the model wrote it: not checked
 */
public record ToolCall(String id, String name, String arguments) {}
