package dev.sessionmanager.gateway;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * What the readers of channels of plain text are told below an answer that was cut because of its
 * length; other channels say it in its meta. It is no part of the answer: neither the log nor a
 * model gets it. Any thread.
 */
@Component
public class CutAnswers {

  private final Agents agents;
  private final MessageSource messages;

  CutAnswers(Agents agents, MessageSource messages) {
    this.agents = agents;
    this.messages = messages;
  }

  /**
   * A sentence, with which word the answer goes on; {@code ""} where the answer is whole.
   *
   * @param agent that has answered, by its name
   * @param reader the language of the reader
   */
  public String note(Reply reply, String agent, Locale reader) {
    if (!reply.cut()) {
      return "";
    }
    Locale language = agents.find(agent).map(found -> found.language(reader)).orElse(reader);
    return messages.getMessage("answer.cut", null, language);
  }

  /** The text of a reply with the note below it. */
  public String text(Reply reply, String agent, Locale reader) {
    String text = reply.text() == null ? "" : reply.text();
    return reply.cut() ? text.stripTrailing() + "\n\n" + note(reply, agent, reader) : text;
  }
}
