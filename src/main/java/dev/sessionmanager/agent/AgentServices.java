package dev.sessionmanager.agent;

import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.knowledge.Library;
import dev.sessionmanager.model.Model;
import dev.sessionmanager.model.Models;
import dev.sessionmanager.text.Language;
import dev.sessionmanager.tool.ToolRegistry;
import java.util.List;
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

  /** The model that would answer: of those in the file the first that is connected, else any. */
  Optional<Model> model(AgentFile file) {
    return models.choose(connected(file));
  }

  /** The file's models that are connected; empty, which means the default, where none is. */
  List<String> connected(AgentFile file) {
    return file.models().stream().filter(name -> models.choose(List.of(name)).isPresent()).toList();
  }

  /** A sentence in the agent's language, else in the reader's, and in its form of address. */
  String sentence(AgentFile file, Prompt prompt, String key, Object... arguments) {
    Locale fixed = file.language();
    Locale language = file.words().address().of(fixed == null ? prompt.language() : fixed);
    return messages.getMessage(key, arguments, language);
  }

  /** As {@link #sentence}, in the language of what was written, where that tells it. */
  String said(AgentFile file, Prompt prompt, String key, Object... arguments) {
    Locale fixed = file.language();
    Locale language = fixed == null ? reader(prompt) : fixed;
    return messages.getMessage(key, arguments, file.words().address().of(language));
  }

  /** The language of who writes: of the words, where they tell, else the reader's. */
  static Locale reader(Prompt prompt) {
    Language written = Language.of(prompt.text());
    return written == Language.OTHER ? prompt.language() : Locale.of(written.code());
  }
}
