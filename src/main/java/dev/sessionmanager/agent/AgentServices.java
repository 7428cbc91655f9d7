package dev.sessionmanager.agent;

import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.knowledge.Library;
import dev.sessionmanager.model.Models;
import dev.sessionmanager.tool.ToolRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.context.MessageSource;

/**
 * What every agent of a file works with; the file says which of these services it uses.
 *
 * @param safety answers, without any model, a user who may be in danger; empty for all others.
 *     Quick, and works when everything else is down
 * @param humanWanted whether a text asks for a person
 * @param messages the sentences that come from no model
 */
record AgentServices(
    Models models,
    Library library,
    ToolRegistry tools,
    Function<Prompt, Optional<Reply>> safety,
    Predicate<String> humanWanted,
    MessageSource messages) {

  /** A sentence in the agent's language, else in the reader's. */
  String sentence(AgentFile file, Prompt prompt, String key, Object... arguments) {
    Locale language = file.language();
    return messages.getMessage(key, arguments, language == null ? prompt.language() : language);
  }
}
