package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.knowledge.Passage;
import dev.sessionmanager.model.Model;
import dev.sessionmanager.model.Models;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent that a file describes. Immutable; any thread. */
final class PersonaAgent implements Agent {

  private static final Logger log = LoggerFactory.getLogger(PersonaAgent.class);

  /** Passages that a model gets to see at most. */
  private static final int PASSAGES = 3;

  /** Tools that are named to a user whose question the agent cannot answer. */
  private static final int NAMED_MAX = 12;

  private final AgentFile file;
  private final AgentServices means;
  private final List<Tool> tools;

  PersonaAgent(AgentFile file, AgentServices means) {
    this.file = file;
    this.means = means;
    this.tools = means.tools().of(file.tools());
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public Card card() {
    return new Card(file.title(), file.description(), file.greeting(), Kind.PERSONA);
  }

  @Override
  public String via() {
    return model().map(Model::name).orElse("tools and knowledge");
  }

  @Override
  public Health check() {
    Health models = means.models().check();
    boolean others =
        !tools.isEmpty() || (file.knowledge() != null && means.library().has(file.knowledge()));
    return models.up() || !others
        ? models
        : new Health(true, "tools and knowledge only: " + models.detail());
  }

  /**
   * Who answers, in this order: the safety path; a person, when one is wanted; the tool that the
   * words are for; a sure passage, where the file puts it first; the model, with the passages and
   * the tools; without a model, or when it fails before it has said anything, a sure passage; and
   * if there is none, a sentence about what is missing.
   */
  @Override
  public Reply answer(Prompt prompt, Consumer<String> chunk) {
    Optional<Reply> direct = safety(prompt).or(() -> human(prompt)).or(() -> tool(prompt));
    if (direct.isPresent()) {
      return direct.get();
    }
    List<Passage> passages = passages(prompt);
    List<Passage> sure = passages.stream().filter(Passage::sure).toList();
    Optional<Model> model = model();
    if (!sure.isEmpty() && (file.knowledgeFirst() || model.isEmpty())) {
      return known(prompt, sure, Map.of());
    }
    if (model.isEmpty()) {
      return unanswered(prompt, passages);
    }
    ModelTalk talk = new ModelTalk(means, file, prompt, chunk);
    try {
      return ask(talk, model.get(), prompt, passages);
    } catch (Problem problem) {
      if (sure.isEmpty() || talk.spoke() || Thread.currentThread().isInterrupted()) {
        throw problem;
      }
      return known(prompt, sure, Map.of("model_problem", problem.kind().code()));
    }
  }

  private Optional<Reply> safety(Prompt prompt) {
    return file.safety()
        ? means
            .safety()
            .apply(prompt)
            .map(reply -> {
              Map<String, Object> meta = new LinkedHashMap<>(reply.meta());
              meta.put("by", "safety");
              meta.put("mark", "danger");
              return reply.withMeta(meta);
            })
        : Optional.empty();
  }

  private Optional<Reply> human(Prompt prompt) {
    return file.human() && means.humanWanted().test(prompt.text())
        ? Optional.of(
            Reply.of(sentence(prompt, "agent.human"))
                .withMeta(Map.of("by", "tool", "mark", "human")))
        : Optional.empty();
  }

  private Optional<Reply> tool(Prompt prompt) {
    Asked asked = new Asked(prompt.text());
    for (Tool tool : tools) {
      try {
        Optional<Tool.Answer> answer = tool.asked(asked);
        if (answer.isPresent()) {
          return Optional.of(reply(tool, answer.get()));
        }
      } catch (RuntimeException broken) {
        log.warn("The tool {} failed for {}", tool.name(), file.name(), broken);
      }
    }
    return Optional.empty();
  }

  private static Reply reply(Tool tool, Tool.Answer answer) {
    Map<String, Object> meta = Map.of("by", "tool", "tools", List.of(tool.name()));
    Picture picture = answer.picture();
    if (picture == null) {
      return Reply.of(answer.text()).withMeta(meta);
    }
    String text =
        answer.text().contains(picture.id())
            ? answer.text()
            : answer.text() + "\n\n" + picture.markdown();
    return Reply.of(text).withMeta(meta).withPictures(List.of(picture));
  }

  private List<Passage> passages(Prompt prompt) {
    String collection = file.knowledge();
    return collection == null || prompt.text().isBlank() || !means.library().has(collection)
        ? List.of()
        : means.library().search(collection, prompt.text(), PASSAGES);
  }

  /** Answers with passages as they are: several where the question compares several things. */
  private Reply known(Prompt prompt, List<Passage> passages, Map<String, Object> more) {
    Map<String, Object> meta = new LinkedHashMap<>(Map.of("by", "knowledge"));
    meta.put("sources", ModelRequestBuilder.sources(passages));
    meta.putAll(more);
    String text =
        passages.stream()
            .map(p -> p.text().strip() + "\n\n" + sentence(prompt, "agent.source", p.source()))
            .collect(Collectors.joining("\n\n"));
    return Reply.of(text).withMeta(meta);
  }

  /** No model and nothing that fits: what is missing, and what there is. */
  private Reply unanswered(Prompt prompt, List<Passage> near) {
    List<String> sentences = new ArrayList<>();
    sentences.add(sentence(prompt, "problem.no_model"));
    if (file.offTopic() != null) {
      sentences.add(file.offTopic());
    }
    if (file.knowledge() != null && means.library().has(file.knowledge())) {
      sentences.add(sentence(prompt, "agent.knows"));
    }
    if (!tools.isEmpty()) {
      sentences.add(
          sentence(prompt, "agent.can", list(tools, tool -> tool.name().replace('_', ' '))));
    }
    if (!near.isEmpty()) {
      sentences.add(sentence(prompt, "agent.near", list(near, Passage::title)));
    }
    return Reply.of(String.join(" ", sentences)).withMeta(Map.of("by", "notice"));
  }

  private static <T> String list(List<T> things, Function<T, String> name) {
    return things.stream().limit(NAMED_MAX).map(name).collect(Collectors.joining(", "))
        + (things.size() > NAMED_MAX ? "…" : "");
  }

  /** The model that would answer: of those in the file the first that is connected, else any. */
  private Optional<Model> model() {
    return means.models().choose(connected());
  }

  /** The file's models that are connected; empty, which means the default, where none is. */
  private List<String> connected() {
    Models models = means.models();
    return file.models().stream().filter(name -> models.choose(List.of(name)).isPresent()).toList();
  }

  private Reply ask(ModelTalk talk, Model model, Prompt prompt, List<Passage> passages) {
    ModelRequestBuilder briefing = ModelRequestBuilder.of(means, file, model, prompt, passages);
    Reply reply = talk.run(connected(), briefing.messages(), briefing.options());
    Map<String, Object> meta = new LinkedHashMap<>(reply.meta());
    meta.putAll(briefing.meta());
    return reply.withMeta(meta);
  }

  private String sentence(Prompt prompt, String key, Object... arguments) {
    return means.sentence(file, prompt, key, arguments);
  }
}
