package dev.sessionmanager.gateway;

import dev.sessionmanager.gateway.Problem.Kind;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The walk of every message, whatever the channel: is its session still live → whose answer is
 * wanted → answer, so that ending the session stops it → reply. The order of steps stands here and
 * nowhere else. Any thread; blocks until there is an answer.
 */
@Component
public class Gateway {

  private final Map<String, Agent> agents = new TreeMap<>();
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Running running = new Running();
  private final Sessions sessions;
  private final MeterRegistry meters;
  private final Clock clock;

  Gateway(ObjectProvider<Agent> agents, Sessions sessions, MeterRegistry meters, Clock clock) {
    agents.forEach(agent -> this.agents.put(agent.name(), agent));
    this.sessions = sessions;
    this.meters = meters;
    this.clock = clock;
    sessions.onEnded(running::cancel);
    Gauge.builder("sessionmanager.answers.running", running, Running::count)
        .description("Answers being made")
        .register(meters);
  }

  /**
   * Has a message answered while the caller waits.
   *
   * @throws Problem why there is no answer
   */
  public Reply ask(Inbound inbound) {
    Agent agent = agents.get(inbound.agent());
    if (agent == null) {
      throw new Problem(Kind.NOT_FOUND);
    }
    long start = System.nanoTime();
    String outcome = "answered";
    try {
      return running.run(inbound.session(), () -> answer(agent, inbound));
    } catch (Problem problem) {
      outcome = problem.kind().code();
      throw problem;
    } catch (RuntimeException broken) {
      outcome = Kind.INTERNAL.code();
      throw broken;
    } finally {
      timer(agent.name(), outcome).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  private Reply answer(Agent agent, Inbound inbound) {
    Session session = inbound.session();
    // Checked inside the run: a session that ends from here on interrupts this thread.
    if (session != null && !session.liveAt(clock.instant())) {
      throw new Problem(Kind.SESSION_ENDED);
    }
    String username = session == null ? null : session.user().username();
    Prompt prompt =
        new Prompt(
            inbound.text(),
            List::of,
            username,
            () -> credentials(session),
            Locale.of("es"),
            Map.of(),
            inbound.traceId());
    return agent.answer(prompt, chunk -> {});
  }

  private @Nullable Credentials credentials(@Nullable Session session) {
    return session == null
        ? null
        : new Credentials(
            session.user().username(), sessions.runtimeToken(session), session.password());
  }

  private Timer timer(String agent, String outcome) {
    return timers.computeIfAbsent(
        agent + ' ' + outcome,
        key ->
            Timer.builder("sessionmanager.answers")
                .description("Time from a message's arrival to its answer or refusal")
                .tag("agent", agent)
                .tag("outcome", outcome)
                .register(meters));
  }

  /** Everybody who can be asked, in the order of their names. */
  public Collection<Agent> agents() {
    return agents.values();
  }

  /** Answers still running are cut off; what asks first waits for them is the HTTP server. */
  @PreDestroy
  void stop() {
    running.stop();
  }
}
