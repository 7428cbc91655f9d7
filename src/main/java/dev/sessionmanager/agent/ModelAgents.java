package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.AgentDirectory;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.model.Completion;
import dev.sessionmanager.model.Model;
import dev.sessionmanager.model.Models;
import dev.sessionmanager.problem.Health;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Each connected model, under its name. Any thread. */
final class ModelAgents implements AgentDirectory {

  private final Models models;

  ModelAgents(Models models) {
    this.models = models;
  }

  @Override
  public @Nullable Agent find(String name) {
    return agents().stream().filter(agent -> agent.name().equals(name)).findFirst().orElse(null);
  }

  @Override
  public Collection<Agent> agents() {
    return models.list().stream().<Agent>map(model -> new ModelAgent(model, models)).toList();
  }

  /**
   * A model as it is: no prompt, no window, no tools but the caller's, who also uses them. What
   * does not fit into it is for its provider to refuse.
   */
  private record ModelAgent(Model model, Models models) implements Agent {

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
      Completion made =
          models.complete(
              List.of(model.name()),
              messages,
              prompt.options(),
              prompt.streamed() ? chunk : null,
              prompt.traceId());
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
}
