package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.gateway.Summary;
import dev.sessionmanager.handover.HandoverOutlook;
import dev.sessionmanager.knowledge.Passage;
import dev.sessionmanager.model.Model;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent that a file describes. Immutable; any thread. */
final class PersonaAgent implements Agent {

  private static final Logger log = LoggerFactory.getLogger(PersonaAgent.class);

  private static final String NO_MODEL = Problem.Kind.NO_MODEL.code();

  private final AgentFile file;
  private final AgentServices means;
  private final List<Tool> tools;
  private final AgentVoice voice;
  private final AgentKnowledge knowledge;
  private final FollowUpAnswers followUps;

  PersonaAgent(AgentFile file, AgentServices means) {
    this.file = file;
    this.means = means;
    this.voice = new AgentVoice(file, means);
    this.knowledge = new AgentKnowledge(file, means);
    this.followUps = new FollowUpAnswers(knowledge);
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
  public Presentation presentation(Locale reader) {
    return file.words().presentation(file.description(), file.greeting(), reader);
  }

  @Override
  public String via() {
    return means.model(file).map(Model::name).orElse("tools and knowledge");
  }

  @Override
  public int tokens(String text) {
    return means.models().tokens(means.model(file).map(Model::name).orElse(""), text);
  }

  @Override
  public Locale language(Locale reader) {
    return voice.language(reader);
  }

  @Override
  public String excuse(String sentence, Locale reader, HandoverOutlook outlook) {
    return voice.excuse(sentence, reader, outlook);
  }

  @Override
  public Health check() {
    Health models = means.models().check();
    Health health =
        models.up() || (tools.isEmpty() && !knowledge.any())
            ? models
            : new Health(true, "tools and knowledge only: " + models.detail());
    return new Health(health.up(), health.detail() + knowledge.examples());
  }

  /**
   * Who answers, in this order: the safety path; the model, when it is to go on with its last
   * answer; a person, when one is wanted; without a model, what goes on from the turns before
   * ({@link FollowUpAnswers}); the tool that the words are for; without a model, in an agent that
   * listens, {@link Listening}; a sure passage, where the file puts it first; the model, with the
   * passages and the tools; without a model, or when it fails before it has said anything, its own
   * words to small talk, what it hears or a sure passage; without a model its words for no answer.
   */
  @Override
  public Reply answer(Prompt prompt, Consumer<Piece> reader) {
    if (prompt.options().insistsOnTools()) {
      throw new Problem(Problem.Kind.OWN_TOOLS, name());
    }
    Reply reply = made(prompt, reader);
    if (reply.meta().get("sources") instanceof List<?> sources) {
      for (Object source : sources) {
        if (source instanceof Map<?, ?> cited) {
          reader.accept(
              new Piece.Source(
                  "" + cited.get("id"), "" + cited.get("title"), "" + cited.get("source")));
        }
      }
    }
    int left = prompt.options().tools().size();
    if (left == 0) {
      return reply;
    }
    Map<String, Object> meta = new LinkedHashMap<>(reply.meta());
    meta.put("tools_left_out", left);
    return reply.withMeta(meta);
  }

  @Override
  public Optional<Summary> summarise(
      @Nullable String before, List<Message> messages, Locale reader, String requestId) {
    return new SummaryWriter(means, file).of(before, messages, reader, requestId);
  }

  @Override
  public Optional<Summary> title(List<Message> messages, Locale reader, String requestId) {
    return new SummaryWriter(means, file).title(messages, reader, requestId);
  }

  private Reply made(Prompt prompt, Consumer<Piece> reader) {
    Optional<Model> model = means.model(file);
    Optional<Reply> direct =
        safety(prompt)
            .or(() -> model.flatMap(present -> goneOn(present, prompt, reader)))
            .or(() -> model.isEmpty() ? voice.smallTalk(prompt, NO_MODEL) : Optional.empty())
            .or(() -> human(prompt))
            .or(() -> model.isEmpty() ? followUps.answer(prompt) : Optional.empty())
            .or(() -> model.isEmpty() ? severalAnswers(prompt) : Optional.empty())
            .or(() -> tool(prompt, prompt.text(), List.of()))
            .or(() -> model.isEmpty() ? followUps.onward(prompt) : Optional.empty());
    if (direct.isPresent()) {
      return direct.get();
    }
    List<Passage> passages = knowledge.passages(prompt.text());
    List<Passage> sure =
        passages.stream()
            .filter(Passage::sure)
            .limit(file.listens() ? 1 : passages.size())
            .toList();
    Optional<Reply> heard =
        model.isEmpty() ? voice.heard(prompt, !sure.isEmpty(), NO_MODEL) : Optional.empty();
    if (heard.isPresent()) {
      return heard.get();
    }
    if (!sure.isEmpty() && (file.knowledgeFirst() || model.isEmpty())) {
      return knowledge.answer(prompt, sure, Map.of());
    }
    if (model.isEmpty()) {
      return voice.unanswered(prompt, passages, NO_MODEL);
    }
    ModelTalk talk = new ModelTalk(means, file, prompt, reader);
    try {
      return ask(talk, model.get(), prompt, passages);
    } catch (Problem problem) {
      if (talk.spoke() || Thread.currentThread().isInterrupted()) {
        throw problem;
      }
      Problem.Kind failed = problem.kind();
      Optional<Reply> instead = voice.instead(prompt, !sure.isEmpty(), failed);
      if (instead.isEmpty() && sure.isEmpty()) {
        throw problem;
      }
      return instead.orElseGet(
          () -> knowledge.answer(prompt, sure, Map.of("model_problem", failed.code())));
    }
  }

  /** The rest of its last answer, where that is asked for. */
  private Optional<Reply> goneOn(Model model, Prompt prompt, Consumer<Piece> reader) {
    if (!GoOn.asked(prompt.text()) || prompt.history().get().isEmpty()) {
      return Optional.empty();
    }
    String told = prompt.text() + "\n\n" + means.sentence(file, prompt, "agent.go_on");
    ModelTalk talk = new ModelTalk(means, file, prompt, reader);
    return Optional.of(ask(talk, model, prompt.withText(told), List.of()));
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
        ? Optional.of(HumanWish.answer(means, file, prompt, means.connected(file)))
        : Optional.empty();
  }

  /**
   * An answer to each of several questions in one message, where the agent has one to each, or to
   * some from its knowledge and to others by a tool.
   */
  private Optional<Reply> severalAnswers(Prompt prompt) {
    List<String> parts = SeveralQuestions.in(prompt.text());
    if (parts.size() < 2) {
      return Optional.empty();
    }
    List<Reply> answers = new ArrayList<>();
    List<Passage> sure = new ArrayList<>();
    int answered = 0;
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      List<Passage> found = knowledge.sure(part);
      Optional<Reply> tool = tool(prompt, part, parts.subList(0, i));
      tool.ifPresent(answers::add);
      if (tool.isEmpty()) {
        found.stream()
            .filter(passage -> sure.stream().noneMatch(said -> said.id().equals(passage.id())))
            .forEach(sure::add); // its score is another for each part
      }
      answered += tool.isPresent() || !found.isEmpty() ? 1 : 0;
    }
    boolean each = answered == parts.size() && answers.size() + sure.size() > 1;
    if (!each
        && (answers.isEmpty() || sure.isEmpty() || parts.stream().noneMatch(knowledge::names))) {
      return Optional.empty(); // the one way or the other answers them all
    }
    Reply known = sure.isEmpty() ? null : knowledge.answer(prompt, sure, Map.of());
    String text =
        Stream.concat(answers.stream(), Stream.ofNullable(known))
            .map(Reply::text)
            .distinct()
            .collect(Collectors.joining("\n\n"));
    Reply first = answers.isEmpty() ? Objects.requireNonNull(known) : answers.getFirst();
    return Optional.of(first.withText(text).withMeta(known == null ? first.meta() : known.meta()));
  }

  /**
   * What the first tool answers that the words are for. Where they have a keyword of the knowledge,
   * only one that is sure of them.
   *
   * @param parts of the same message, before these words
   */
  private Optional<Reply> tool(Prompt prompt, String text, List<String> parts) {
    boolean named = knowledge.names(text);
    Asked asked =
        new Asked(text, () -> Stream.concat(prompt.earlier().stream(), parts.stream()).toList());
    for (Tool tool : tools) {
      try {
        Optional<Tool.Answer> answer = tool.asked(asked).filter(found -> found.sure() || !named);
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

  private Reply ask(ModelTalk talk, Model model, Prompt prompt, List<Passage> passages) {
    ModelRequestBuilder briefing = ModelRequestBuilder.of(means, file, model, prompt, passages);
    Reply reply = talk.run(means.connected(file), briefing.messages(), briefing.options());
    return briefing.sourced(reply, prompt.text());
  }
}
