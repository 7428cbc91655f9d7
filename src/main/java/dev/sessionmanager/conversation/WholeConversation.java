package dev.sessionmanager.conversation;

import java.io.IOException;
import org.springframework.stereotype.Component;

/**
 * Gives the turns of a conversation one by one, and reads them page by page: however slow their
 * reader is, it holds one page in memory, and nothing of the file. Any thread.
 */
@Component
public class WholeConversation {

  /** Turns of a page, or fewer long ones. */
  private static final int PAGE = 500;

  private final Turns turns;

  WholeConversation(Turns turns) {
    this.turns = turns;
  }

  /** Is given the turns. */
  @FunctionalInterface
  public interface Reader {
    void read(Turn turn) throws IOException;
  }

  /** All of them, oldest first, failed and running turns too. */
  public void each(String conversationId, Reader reader) throws IOException {
    eachAfter(conversationId, 0, reader);
  }

  /** The newest answered ones, so many at most, oldest first, with the summaries among them. */
  public void eachAnswered(String conversationId, int max, Reader reader) throws IOException {
    eachAfter(
        conversationId,
        turns.firstAnswered(conversationId, max) - 1,
        turn -> {
          if (turn.answered() || turn.summary()) {
            reader.read(turn);
          }
        });
  }

  private void eachAfter(String conversationId, long turnId, Reader reader) throws IOException {
    long last = turnId;
    Page<Turn> page;
    do {
      page = turns.after(conversationId, last, PAGE);
      for (Turn turn : page.rows()) {
        reader.read(turn);
        last = turn.id();
      }
    } while (page.full());
  }
}
