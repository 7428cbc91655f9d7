package dev.sessionmanager.conversation;

import java.util.Map;

/**
 * A tool that a model may ask for.
 *
 * @param parameters a JSON Schema of its arguments: an object of maps, lists, strings and numbers
 */
public record ToolSpec(String name, String description, Map<String, Object> parameters) {}
