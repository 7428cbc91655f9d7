package dev.sessionmanager.gateway;

import dev.sessionmanager.admission.WorkQueue.Place;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import java.time.Clock;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The walk of a request for embeddings, which says nothing to anybody and so stands in no log: may
 * this caller ask that model → is there a place for it → too often? → its turn → the model. Its
 * steps are those of a message in {@link Gateway}. Any thread.
 */
@Component
public class EmbeddingWalk {

  private static final Logger logger = LoggerFactory.getLogger(EmbeddingWalk.class);

  private final Agents agents;
  private final Admission admission;
  private final RunningAnswers answers;
  private final AnswerEvents events;
  private final Clock clock;

  EmbeddingWalk(
      Agents agents,
      Admission admission,
      RunningAnswers answers,
      AnswerEvents events,
      Clock clock) {
    this.agents = agents;
    this.admission = admission;
    this.answers = answers;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Has texts turned into vectors, on this thread.
   *
   * @param inbound who asks which model, without a text
   * @param request OpenAI's body, checked
   * @param gone whether the caller has stopped waiting, as in {@link Gateway#ask}
   * @return OpenAI's answer, as JSON in UTF-8
   * @throws Problem why there is none
   */
  public byte[] embed(Inbound inbound, Map<String, Object> request, BooleanSupplier gone) {
    try {
      Agent agent = agents.get(inbound.agent(), inbound.session(), inbound.owner());
      try (Place place = admission.place(inbound)) {
        admission.count(inbound);
        return answers.unlogged(
            inbound.session(), gone, () -> embed(agent, place, inbound, request));
      }
    } catch (Problem problem) {
      events.refused(inbound, problem);
      throw problem;
    } catch (RuntimeException | Error broken) {
      logger.error("{} failed to make embeddings", inbound.agent(), broken);
      Problem problem = Refusals.of(broken);
      events.refused(inbound, problem);
      throw problem;
    }
  }

  private byte[] embed(Agent agent, Place place, Inbound inbound, Map<String, Object> request) {
    try {
      place
          .await()
          .ifPresent(tired -> {
            throw Refusals.of(tired);
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(Kind.STOPPING).causedBy(e); // Running knows the true reason
    }
    Session session = inbound.session();
    if (session != null && !session.liveAt(clock.instant())) {
      throw new Problem(Kind.SESSION_ENDED);
    }
    return agent.embed(request, inbound.traceId());
  }
}
