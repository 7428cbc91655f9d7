package dev.sessionmanager.runtime;

import java.util.Map;

/**
 * What the orchestrator made of a message.
 *
 * @param original the message as it was sent
 * @param optimized the instruction as a model should get it
 * @param extras anything else the orchestrator answered (an answer text, say), as it came
 */
public record Instruction(String original, String optimized, Map<String, Object> extras) {}
