package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.model.Completion;
import dev.sessionmanager.model.Model;
import dev.sessionmanager.model.Models;
import dev.sessionmanager.problem.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A model as it is: no prompt, no window, no tools but the caller's, who also uses them. What does
 * not fit into it is for its provider to refuse.
 */
record ModelAgent(Model model, Models models) implements Agent {

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public Card card() {
    return new Card(model.name(), "A model of " + model.provider() + '.', null, Kind.MODEL);
  }

  @Override
  public String via() {
    return model.provider();
  }

  @Override
  public Reply answer(Prompt prompt, Consumer<String> chunk) {
    List<Message> messages = new ArrayList<>(prompt.history().get());
    if (!prompt.text().isBlank()) {
      messages.add(Message.user(prompt.text()));
    }
    List<String> name = List.of(model.name());
    List<Message> asked = List.copyOf(messages);
    AnswerOptions options = prompt.options();
    Completion made =
        prompt.streamed()
            ? models.complete(name, asked, options, chunk, prompt.traceId())
            : models.complete(name, asked, options, prompt.traceId());
    return new Reply(
        made.text(),
        Map.of(),
        made.toolCalls(),
        made.finishReason(),
        made.usage(),
        Map.of("by", "model"),
        List.of());
  }

  @Override
  public Health check() {
    return models.check(name());
  }
}
