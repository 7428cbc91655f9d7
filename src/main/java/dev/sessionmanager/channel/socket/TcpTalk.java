package dev.sessionmanager.channel.socket;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.trace.TraceId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A line's way to its agent, and the answer's way back, piece by piece. Any thread. */
@Component
class TcpTalk {

  private static final Duration LONG = Duration.ofHours(1);

  private final Gateway gateway;
  private final Agents agents;
  private final TcpPhrases phrases;
  private final Clock clock;

  TcpTalk(Gateway gateway, Agents agents, TcpPhrases phrases, Clock clock) {
    this.gateway = gateway;
    this.agents = agents;
    this.phrases = phrases;
    this.clock = clock;
  }

  /** The agent of this name; null when there is none at the moment. */
  @Nullable Agent agent(String name) {
    return agents.find(name).orElse(null);
  }

  String title(String name) {
    Agent agent = agent(name);
    return agent == null ? name : agent.card().title();
  }

  /**
   * Has a line answered and writes the answer. When the client goes the answer is still waited for:
   * the session must live until the answer has ended, or it would be cut off and be missing in the
   * log.
   *
   * @throws IOException when the client is gone; the answer has ended then
   */
  void say(TcpConnection connection, String text) throws IOException {
    LiveAnswer answering;
    try {
      answering = gateway.enter(inbound(connection, text));
    } catch (Problem refused) {
      connection.wire().write(phrases.problem(refused) + TcpPhrases.PROMPT);
      return;
    }
    follow(answering, connection.wire(), title(answering.agent()) + ": ");
  }

  private Inbound inbound(TcpConnection connection, String text) {
    return new Inbound(
        null,
        TcpSessions.CHANNEL,
        connection.session(),
        connection.session().id(),
        connection.agent(),
        connection.agent(),
        text,
        null,
        AnswerOptions.DEFAULTS,
        phrases.language(),
        clock.instant(),
        TraceId.fresh());
  }

  private void follow(LiveAnswer answering, TcpWire wire, String prefix) throws IOException {
    IOException gone = null;
    int read = 0;
    LiveAnswer.Piece piece;
    do {
      try {
        piece = answering.next(read, LONG);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      if (gone == null) {
        try {
          wire.write(render(piece, read == 0, prefix));
        } catch (IOException e) {
          gone = e;
        }
      }
      read = piece.end();
    } while (!piece.last());
    if (gone != null) {
      throw gone;
    }
  }

  private String render(LiveAnswer.Piece piece, boolean first, String prefix) {
    StringBuilder out = new StringBuilder();
    if (!piece.text().isEmpty()) {
      out.append(first ? prefix : "").append(TcpPhrases.clean(piece.text()));
    }
    if (piece.problem() != null) {
      boolean midLine = !first || !out.isEmpty();
      out.append(midLine ? "\n" : "").append(phrases.problem(piece.problem()));
    } else if (piece.reply() != null) {
      if (first && out.isEmpty()) {
        out.append(prefix).append(unsaid(piece.reply()));
      }
      out.append('\n');
    }
    return piece.last() ? out.append(TcpPhrases.PROMPT).toString() : out.toString();
  }

  /** What is written for an agent that has prepared something and says nothing. */
  private String unsaid(Reply reply) {
    return reply.text() == null ? phrases.text("tcp.done") : "";
  }
}
