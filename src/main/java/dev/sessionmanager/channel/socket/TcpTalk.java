package dev.sessionmanager.channel.socket;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.CutAnswers;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.LiveAnswer.News;
import dev.sessionmanager.messaging.TextForm;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A line's way to its agent, and the answer's way back: whole in one write, because clients may
 * read once for one answer, or piece by piece for those who want that. Terminals get plain text.
 * Any thread.
 */
@Component
class TcpTalk {

  private static final Duration LONG = Duration.ofHours(1);

  private final Agents agents;
  private final TcpPhrases phrases;
  private final CutAnswers cutAnswers;
  private final WebAddress web;

  TcpTalk(Agents agents, TcpPhrases phrases, CutAnswers cutAnswers, WebAddress web) {
    this.agents = agents;
    this.phrases = phrases;
    this.cutAnswers = cutAnswers;
    this.web = web;
  }

  /** An agent's Markdown as a terminal may have it. */
  String plain(TcpConnection connection, String markdown) {
    return TextForm.PLAIN.of(TcpPhrases.clean(markdown), site(connection));
  }

  private String site(TcpConnection connection) {
    return web.of(connection.wire().localAddress());
  }

  /** The agent of this name; null when there is none for this client at the moment. */
  @Nullable Agent agent(String name, Session client) {
    return agents.find(name, client).orElse(null);
  }

  String title(String name, Session client) {
    Agent agent = agent(name, client);
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
    String prefix = title(answering.agent(), connection.session()) + ": ";
    if (connection.streams()) {
      follow(answering, connection, prefix);
    } else {
      StringBuilder said = new StringBuilder();
      News last = await(answering, news -> said.append(news.text()));
      String plain = plain(connection, said.toString());
      connection.say(
          (plain.isEmpty() ? "" : prefix + plain)
              + ending(answering, last, plain.isEmpty(), prefix));
    }
  }

  private void follow(LiveAnswer answering, TcpConnection connection, String prefix)
      throws IOException {
    PlainPieces pieces = new PlainPieces(site(connection));
    Teller teller = new Teller(connection.wire(), prefix);
    News last = await(answering, news -> teller.tell(pieces.more(TcpPhrases.clean(news.text()))));
    teller.tell(pieces.end());
    teller.write(ending(answering, last, teller.silent, prefix));
    if (teller.gone != null) {
      throw teller.gone;
    }
  }

  /** The last news of an answer; what comes before them, and they themselves, are told. */
  private static News await(LiveAnswer answering, Consumer<News> told) throws IOException {
    int read = 0;
    News news;
    do {
      try {
        news = answering.next(read, LONG);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      told.accept(news);
      read = news.end();
    } while (!news.last());
    return news;
  }

  /** Writes pieces until the client goes, and none from there on. */
  private static final class Teller {

    private final TcpWire wire;
    private final String prefix;
    private boolean silent = true;
    private @Nullable IOException gone;

    Teller(TcpWire wire, String prefix) {
      this.wire = wire;
      this.prefix = prefix;
    }

    void tell(String text) {
      if (!text.isEmpty()) {
        write(silent ? prefix + text : text);
        silent = false;
      }
    }

    void write(String text) {
      if (gone != null) {
        return;
      }
      try {
        wire.write(text);
      } catch (IOException e) {
        gone = e;
      }
    }
  }

  /**
   * What stands behind an answer's text, with the prompt: also that it was cut, on its own line.
   */
  private String ending(LiveAnswer answering, News last, boolean silent, String prefix) {
    StringBuilder out = new StringBuilder();
    if (last.problem() != null) {
      out.append(silent ? "" : "\n").append(phrases.problem(last.problem()));
    } else if (last.reply() != null) {
      if (silent) { // the agent has prepared something and says nothing
        out.append(prefix).append(last.reply().text() == null ? phrases.text("tcp.done") : "");
      }
      String note = cutAnswers.note(last.reply(), answering.agent(), phrases.language());
      out.append('\n').append(note.isEmpty() ? "" : note + '\n');
    }
    return out.append(TcpPhrases.PROMPT).toString();
  }
}
