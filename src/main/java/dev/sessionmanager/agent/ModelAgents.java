package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.AgentDirectory;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.model.Completion;
import dev.sessionmanager.model.Model;
import dev.sessionmanager.model.ModelRequest;
import dev.sessionmanager.model.Models;
import dev.sessionmanager.problem.Health;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Each connected model, under its name and its further names. Any thread. */
final class ModelAgents implements AgentDirectory {

  private final Models models;

  ModelAgents(Models models) {
    this.models = models;
  }

  @Override
  public @Nullable Agent find(String name) {
    return models.find(name).map(model -> new ModelAgent(name, model, models)).orElse(null);
  }

  @Override
  public Collection<Agent> agents() {
    List<Agent> agents = new ArrayList<>();
    models.list().forEach(model -> agents.add(new ModelAgent(model.name(), model, models)));
    models.aliases().keySet().stream()
        .map(this::find)
        .filter(Objects::nonNull)
        .forEach(agents::add);
    return agents;
  }

  /**
   * A model as it is: no prompt, no window, no limits, no tools but the caller's, who also uses
   * them. What does not fit into it is for its provider to refuse.
   *
   * @param name the model's own, or a further one
   */
  private record ModelAgent(String name, Model model, Models models) implements Agent {

    @Override
    public String original() {
      return model.name();
    }

    @Override
    public Card card() {
      String further = name.equals(model.name()) ? "" : "Another name of " + model.name() + ". ";
      return new Card(name, further + "A model of " + model.provider() + '.', null, Kind.MODEL);
    }

    @Override
    public String via() {
      return model.provider();
    }

    @Override
    public Reply answer(Prompt prompt, Consumer<Piece> reader) {
      Consumer<Piece> pieces = prompt.streamed() ? reader : null;
      Completion made =
          models.complete(
              new ModelRequest(
                  List.of(model.name()),
                  prompt.conversation(),
                  prompt.options(),
                  pieces,
                  prompt.traceId(),
                  true));
      if (pieces == null) {
        made.pieces().forEach(reader);
      }
      return new Reply(
          made.text(),
          Map.of(),
          made.toolCalls(),
          made.finishReason(),
          made.usage(),
          made.finishReason().equals(Reply.LENGTH)
              ? Map.of("by", "model", Reply.FINISH_REASON, Reply.LENGTH)
              : Map.of("by", "model"),
          List.of(),
          List.of());
    }

    @Override
    public int tokens(String text) {
      return models.tokens(name(), text);
    }

    @Override
    public byte[] embed(Map<String, Object> request, String requestId) {
      return models.embed(model.name(), request, requestId);
    }

    @Override
    public Health check() {
      return models.check(name);
    }
  }
}
