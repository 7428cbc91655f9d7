package dev.sessionmanager.channel.socket;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.messaging.TextForm;
import dev.sessionmanager.problem.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the original's clients speak: a greeting, then a text in and a text out, each whole in one
 * frame, without Markdown. Texts that come while one is being answered are answered after it, in
 * order. A refusal is a sentence. Who says {@code salir} is let go.
 */
final class WebSocketPlainProtocol extends WebSocketProtocol {

  WebSocketPlainProtocol(WebSocketServices services, WebSocketOpening opening, WebSocketLine line) {
    super(services, opening, line);
  }

  @Override
  void begin() {
    SocketSessions.Presence mine = arrive(opening.caller().session());
    String name = services.settings().agent();
    Agent agent = services.agent(name, mine.session());
    String title = agent == null ? name : agent.card().title();
    String guest = services.guestName();
    line.send(services.texts().text("websocket.welcome", opening.language(), title, guest));
    if (agent != null && agent.card().greeting() != null) {
      line.send(agent.card().greeting());
    }
  }

  @Override
  void heard(String text) {
    SocketSessions.Presence mine = Objects.requireNonNull(presence());
    mine.seen();
    if (text.isBlank()) {
      return;
    }
    try {
      String word = text.strip().toLowerCase(Locale.ROOT);
      boolean leaving = TcpDialogue.EXITS.contains(word);
      work(text, leaving ? () -> line.close(FrameClose.GOODBYE) : () -> answer(text, mine));
    } catch (Problem tooMany) {
      refuse(tooMany);
    }
  }

  private void answer(String text, SocketSessions.Presence mine) {
    mine.answerBegins();
    try {
      int most = services.messageMaxChars();
      if (text.length() > most) {
        throw Problem.fields(Map.of("text", "too_long"), most);
      }
      String conversation = mine.session().id();
      Locale language = opening.language();
      LiveAnswer answer = services.ask(mine, null, conversation, null, text, language);
      String said = services.cutAnswers().text(answer.await(), answer.agent(), language);
      line.send(TextForm.PLAIN.of(said, opening.site()));
    } catch (RuntimeException failure) {
      refuse(WebSocketServices.problem(failure));
    } finally {
      mine.answerEnds();
      closeWhenIdle();
    }
  }

  private void refuse(Problem problem) {
    line.send(services.texts().sentence(problem, opening.language()));
  }

  @Override
  @Nullable String bye(FrameClose why, String sentence) {
    return why == FrameClose.GOODBYE ? sentence : null; // else the close frame says it
  }

  @Override
  boolean busy() {
    SocketSessions.Presence mine = presence();
    return mine != null && mine.answers() > 0;
  }

  @Override
  boolean overdue(long now) {
    return false; // strangers are refused at the handshake
  }
}
