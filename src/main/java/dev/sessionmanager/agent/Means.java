package dev.sessionmanager.agent;

import dev.sessionmanager.knowledge.Library;
import dev.sessionmanager.model.Models;
import java.util.Locale;
import java.util.function.Predicate;
import org.springframework.context.MessageSource;

/**
 * What every agent of a file works with; the file says which of it is used.
 *
 * @param humanWanted whether a text asks for a person
 * @param messages the sentences that come from no model
 */
record Means(
    Models models,
    Library library,
    ToolBox tools,
    SafetyPath safety,
    Predicate<String> humanWanted,
    MessageSource messages) {

  String sentence(Locale language, String key, Object... arguments) {
    return messages.getMessage(key, arguments, language);
  }
}
