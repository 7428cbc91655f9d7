package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.LiveAnswer.News;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.server.ServerSentEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/**
 * Has messages answered whose callers wait for the answer's events: no byte before the agent's
 * first piece, so that a refusal still has its status; signs of life while nothing comes; and
 * nobody answered who has gone. What the events look like is the wire's matter. Any thread.
 */
@Component
public class AnswerStreams {

  /** How often a caller is looked after while nothing comes. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Gateway gateway;
  private final RunningAnswers answers;
  private final StreamSettings settings;

  AnswerStreams(Gateway gateway, RunningAnswers answers, StreamSettings settings) {
    this.gateway = gateway;
    this.answers = answers;
    this.settings = settings;
  }

  /** An answer in the events of one wire. One thread. */
  public interface Wire {

    /** Where the events go. */
    ServerSentEvents events();

    /** Whether a problem is an event by now, and no refusal of the request. */
    default boolean begun() {
      return events().begun();
    }

    void pieces(List<Piece> pieces) throws IOException;

    /** A sign of life. */
    void ping() throws IOException;

    void end(Reply reply) throws IOException;

    /** Ends the stream in the middle. */
    void problem(Problem problem) throws IOException;
  }

  /**
   * Writes the answer while it is made, on this thread. Who goes away has it stopped, down to the
   * model, unless the message has an id: by that they can come back for it.
   *
   * @param gone whether the caller has gone; asked while nothing comes
   * @throws Problem why there is no answer, where nothing has gone out yet
   */
  public void write(Inbound inbound, Wire wire, BooleanSupplier gone) throws IOException {
    LiveAnswer answering = gateway.enter(inbound);
    boolean over = false;
    try {
      over = follow(answering, wire, gone);
    } finally {
      if (!over && inbound.id() == null) {
        answers.stop(answering.turnId());
      }
    }
  }

  /**
   * Writes an answer that is being made, or was made, on this thread; nothing becomes of it where
   * the reader goes.
   *
   * @return false where the reader has gone before its end
   * @throws Problem why there is no answer, where nothing has gone out yet
   */
  public boolean follow(LiveAnswer answering, Wire wire, BooleanSupplier gone) throws IOException {
    int read = 0;
    News news;
    try {
      do {
        news = answering.next(read, LOOK);
        // A write finds out as well, so that this is asked only where there is nothing to write.
        if (news.pieces().isEmpty() && !news.last() && gone.getAsBoolean()) {
          return false;
        }
        write(news, wire);
        read = news.end();
      } while (!news.last());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(Kind.STOPPING).causedBy(e);
    }
  }

  private void write(News news, Wire wire) throws IOException {
    Problem problem = news.problem();
    if (problem != null && !wire.begun()) {
      throw problem;
    }
    if (!news.pieces().isEmpty()) {
      wire.pieces(news.pieces());
    }
    if (problem != null) {
      wire.problem(problem);
    } else if (news.reply() != null) {
      wire.end(news.reply());
    } else if (isDue(wire)) {
      wire.ping();
    }
  }

  private boolean isDue(Wire wire) {
    Duration most = wire.begun() ? settings.pingInterval() : settings.firstByte();
    return wire.events().silence().compareTo(most) >= 0;
  }
}
