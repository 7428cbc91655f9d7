package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.handover.HandoverOutlook;
import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.model.ModelRequest;
import dev.sessionmanager.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a customer who wants a human: a sentence that is true where they are, and for whom
 * comes a summary of what they want, by a model where one is connected.
 */
final class HumanWish {

  private static final Logger log = LoggerFactory.getLogger(HumanWish.class);

  /** A customer waits meanwhile, and the summary is a help only. */
  private static final Duration SUMMARY_MAX = Duration.ofSeconds(8);

  private static final int SUMMARY_TOKENS = 160;

  /** Earlier messages that a summary is made of. */
  private static final int MESSAGES_MAX = 20;

  private HumanWish() {}

  static Reply answer(AgentServices means, AgentFile file, Prompt prompt, List<String> models) {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("by", "tool");
    meta.put("mark", "human");
    meta.put("reason", HandoverRequest.ASKED);
    HandoverOutlook outlook = prompt.handover();
    if (outlook == HandoverOutlook.TOLD || outlook == HandoverOutlook.TOLD_QUIET) {
      String summary = summary(means, file, prompt, models);
      if (!summary.isEmpty()) {
        meta.put("summary", summary);
      }
    }
    return Reply.of(sentence(means, file, prompt)).withMeta(meta);
  }

  /** What is true, where the customer is, about a human who is wanted. */
  static String sentence(AgentServices means, AgentFile file, Prompt prompt) {
    String key =
        switch (prompt.handover()) {
          case NOBODY -> "agent.human.nobody";
          case TOLD -> "agent.human.told";
          case TOLD_QUIET -> "agent.human.quiet";
          case WAITING -> "agent.human.waiting";
        };
    return means.sentence(file, prompt, key);
  }

  /** A model's, of the conversation; {@code ""} where there is none in time. */
  private static String summary(
      AgentServices means, AgentFile file, Prompt prompt, List<String> models) {
    if (means.models().choose(models).isEmpty()) {
      return "";
    }
    List<Message> talk = new ArrayList<>();
    talk.add(Message.system(means.sentence(file, prompt, "agent.human.summarise")));
    List<Message> all = prompt.conversation();
    talk.addAll(all.subList(Math.max(0, all.size() - MESSAGES_MAX), all.size()));
    AnswerOptions options = AnswerOptions.DEFAULTS.within(0.0, SUMMARY_TOKENS);
    FutureTask<String> asking =
        new FutureTask<>(() -> {
          String text =
              means
                  .models()
                  .complete(ModelRequest.of(models, talk, options, null, prompt.traceId()))
                  .text();
          return text == null ? "" : text.strip();
        });
    Thread.ofVirtual().name("summary").start(asking);
    try {
      return asking.get(SUMMARY_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException none) {
      log.debug("No summary for a human: {}", none.toString());
      return "";
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Problem(Problem.Kind.STOPPING).causedBy(stopped);
    } finally {
      asking.cancel(true);
    }
  }
}
