package dev.sessionmanager.agent;

import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.knowledge.Library;
import dev.sessionmanager.model.Models;
import dev.sessionmanager.tool.ToolRegistry;
import java.util.Locale;
import java.util.function.Predicate;
import org.springframework.context.MessageSource;

/**
 * What every agent of a file works with; the file says which of these services it uses.
 *
 * @param humanWanted whether a text asks for a person
 * @param messages the sentences that come from no model
 */
record AgentServices(
    Models models,
    Library library,
    ToolRegistry tools,
    SafetyPath safety,
    Predicate<String> humanWanted,
    MessageSource messages) {

  /** A sentence in the agent's language, else in the reader's. */
  String sentence(AgentFile file, Prompt prompt, String key, Object... arguments) {
    Locale language = file.language();
    return messages.getMessage(key, arguments, language == null ? prompt.language() : language);
  }
}
