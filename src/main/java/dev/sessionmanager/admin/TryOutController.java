package dev.sessionmanager.admin;

import dev.sessionmanager.agent.AgentDesk;
import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.gateway.RunningAnswers;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.trace.Audit;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Asks an agent, or one that is only a text yet, for an administrator who wants to see what it
 * answers. It goes past conversations, log and figures: nothing of it is kept, nobody is told.
 */
@RestController
class TryOutController {

  /** Try-outs at once: people make them by hand, and models have customers waiting. */
  private static final int AT_ONCE = 2;

  /** Earlier turns that go along, the last ones: enough to see whether it goes on from them. */
  private static final int TURNS = 10;

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final double NANOS = 1e9;

  private final Agents agents;
  private final AgentDesk desk;
  private final RunningAnswers answers;
  private final Semaphore running = new Semaphore(AT_ONCE);

  TryOutController(Agents agents, AgentDesk desk, RunningAnswers answers) {
    this.agents = agents;
    this.desk = desk;
    this.answers = answers;
  }

  /** What was said before in the same try-out. */
  record Said(
      @Text(maxSetting = MessageSettings.MAX_CHARS, blank = "required") String question,
      @Text(blank = "required") String answer) {}

  /**
   * What is to be asked.
   *
   * @param agent by its name; null where a text describes it
   * @param text an agent file, saved or not; null for the agent of this name
   */
  record TryOut(
      @Nullable String agent,
      @Text(required = false) @Nullable String text,
      @Text(maxSetting = MessageSettings.MAX_CHARS, blank = "required") String message,
      @Nullable List<@NotNull(message = "required") @Valid Said> before) {

    /** Without what was said, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "TryOut[" + agent + ']';
    }
  }

  /** A picture of the answer, as bytes that the page shows: nothing is kept that it could fetch. */
  @SuppressWarnings("ArrayRecordComponent") // written as JSON, never compared
  record Shown(String id, String type, String title, byte[] content) {

    static Shown of(Picture picture) {
      return new Shown(picture.id(), picture.type(), picture.title(), picture.content());
    }
  }

  /**
   * What the agent answers.
   *
   * @param meta about the answer: what answered, sources, tools, a mark
   */
  record Tried(
      String agent,
      @Nullable String answer,
      double seconds,
      Map<String, Object> meta,
      List<Shown> pictures) {}

  @PostMapping("/admin/agents/try")
  Tried ask(@RequestBody @Valid TryOut wanted, Caller caller) {
    Agent agent = agent(wanted);
    if (!running.tryAcquire()) {
      throw new Problem(Kind.TOO_MANY_TRYOUTS).retryAfter(SOON);
    }
    try {
      return Audit.note(
          caller.operator(),
          "agent.try",
          agent.name(),
          () ->
              answers.unlogged(
                  caller.session(), caller.gone(), () -> tried(agent, wanted, caller)));
    } finally {
      running.release();
    }
  }

  /**
   * The runtime's agents carry out what they are told: they are not for trying. Nor are those that
   * somebody has made for themselves.
   */
  private Agent agent(TryOut wanted) {
    if (wanted.text() != null) {
      return desk.draft(wanted.text());
    }
    return agents
        .find(wanted.agent() == null ? "" : wanted.agent())
        .filter(agent -> agent.converses() && agent.owner() == null)
        .orElseThrow(() -> new Problem(Kind.UNKNOWN_AGENT));
  }

  private static Tried tried(Agent agent, TryOut wanted, Caller caller) {
    List<Said> before = wanted.before() == null ? List.of() : wanted.before();
    List<Message> history =
        before.stream()
            .skip(Math.max(0, before.size() - TURNS))
            .flatMap(
                said -> Stream.of(Message.user(said.question()), Message.assistant(said.answer())))
            .toList();
    Prompt prompt =
        new Prompt(
            wanted.message(),
            () -> history,
            null,
            () -> null,
            LocaleContextHolder.getLocale(),
            AnswerOptions.DEFAULTS,
            false,
            caller.traceId());
    long start = System.nanoTime();
    Reply reply = agent.answer(prompt, piece -> {});
    return new Tried(
        agent.name(),
        reply.text(),
        (System.nanoTime() - start) / NANOS,
        reply.meta(),
        reply.pictures().stream().map(Shown::of).toList());
  }
}
