package dev.sessionmanager.gateway;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent's answer.
 *
 * @param text what the user reads; null where the agent only prepared something
 * @param data what else the agent has to say, under the names of its wire contract ({@code
 *     launched_agents}, {@code instruction}); values are records and collections that JSON can
 *     write
 */
public record Reply(@Nullable String text, Map<String, Object> data) {}
