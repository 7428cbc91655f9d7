package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.knowledge.Library;
import dev.sessionmanager.model.Models;
import dev.sessionmanager.tool.Tool;
import dev.sessionmanager.tool.ToolRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.support.ResourceBundleMessageSource;

/** What the tests of this room have in common. */
final class Fakes {

  private Fakes() {}

  static AgentServices means(Models models, Library library, Tool... tools) {
    return new AgentServices(
        models,
        library,
        new ToolRegistry(List.of(tools), Map.of()),
        prompt -> Optional.empty(),
        text -> text.contains("una persona"),
        messages());
  }

  static ResourceBundleMessageSource messages() {
    ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
    messages.setBasename("messages");
    messages.setDefaultEncoding("UTF-8");
    messages.setFallbackToSystemLocale(false);
    return messages;
  }

  static AgentFile file(String... lines) {
    try {
      return AgentFile.parse(source(lines));
    } catch (MalformedFile e) {
      throw new IllegalArgumentException(e.reason(), e);
    }
  }

  /** An agent file named anna with these settings more. */
  static String source(String... lines) {
    return "---\nname: anna\n" + String.join("\n", lines) + "\n---\nEres Anna.\n";
  }

  static Prompt prompt(String text, Message... history) {
    return prompt(text, AnswerOptions.DEFAULTS, history);
  }

  static Prompt prompt(String text, AnswerOptions options, Message... history) {
    return new Prompt(
        text,
        () -> List.of(history),
        "user_1",
        () -> null,
        Locale.of("es"),
        options,
        true,
        "0123456789abcdef0123456789abcdef");
  }
}
