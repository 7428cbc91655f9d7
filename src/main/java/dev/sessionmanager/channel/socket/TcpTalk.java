package dev.sessionmanager.channel.socket;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.problem.Problem;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A line's way to its agent, and the answer's way back, piece by piece. Any thread. */
@Component
class TcpTalk {

  private static final Duration LONG = Duration.ofHours(1);

  private final Agents agents;
  private final TcpPhrases phrases;

  TcpTalk(Agents agents, TcpPhrases phrases) {
    this.agents = agents;
    this.phrases = phrases;
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
   * @throws Problem why the line was not accepted
   * @throws IOException when the client is gone; the answer has ended then
   */
  void say(TcpConnection connection, String text) throws IOException {
    String agent = connection.agent();
    String conversation = connection.session().id();
    LiveAnswer answering =
        connection.presence().ask(null, conversation, agent, agent, text, phrases.language());
    follow(answering, connection.wire(), title(answering.agent()) + ": ");
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
      if (first && out.isEmpty()) { // the agent has prepared something and says nothing
        out.append(prefix).append(piece.reply().text() == null ? phrases.text("tcp.done") : "");
      }
      out.append('\n');
    }
    return piece.last() ? out.append(TcpPhrases.PROMPT).toString() : out.toString();
  }
}
