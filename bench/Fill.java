import dev.sessionmanager.database.SearchTerms;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * Fills a database that the service has made with turns of many people: one in a hundred turns is a
 * person's first, one in ten a conversation's. Whose names are {@code bench-0}, {@code bench-1} …,
 * all have said much the same; nobody has said the word that the search looks for in vain.
 *
 * <p>{@code java -cp APP/lib/*:APP/session-manager.jar Fill.java JDBC-URL TURNS}
 */
class Fill {

  /** Turns of a person, and of a conversation. */
  private static final int OF_ONE = 100;

  private static final int OF_CONVERSATION = 10;

  /** Words of an answer; the vocabulary is as uneven as people's. */
  private static final int WORDS = 110;

  private static final int VOCABULARY = 30_000;

  private static final int COMMIT = 10_000;

  public static void main(String[] args) throws SQLException {
    int turns = Integer.parseInt(args[1]);
    long began = (System.currentTimeMillis() - 90L * 24 * 3600 * 1000) * 1000;
    try (Connection to = DriverManager.getConnection(args[0]);
        Statement settings = to.createStatement()) {
      boolean sqlite = args[0].startsWith("jdbc:sqlite:");
      if (sqlite) {
        settings.execute("pragma synchronous = off");
        settings.execute("pragma cache_size = -262144");
      }
      to.setAutoCommit(false);
      try (PreparedStatement conversation =
              to.prepareStatement(
                  "insert into conversations (id, owner, channel, key, agent, title, created_at, updated_at, answered)"
                      + " values (?, ?, 'chat', ?, 'techbot', ?, ?, ?, ?)");
          PreparedStatement turn =
              to.prepareStatement(
                  "insert into turns (id, conversation_id, owner, channel, agent, question, language, trace_id, accepted_at)"
                      + " values (?, ?, ?, 'chat', 'techbot', ?, 'es', '00000000000000000000000000000000', ?)");
          PreparedStatement outcome =
              to.prepareStatement(
                  "insert into outcomes (turn_id, status, answer, ended_at) values (?, 'ANSWERED', ?, ?)");
          PreparedStatement words =
              to.prepareStatement(
                  sqlite
                      ? "insert into turn_words (rowid, terms) values (?, ?)"
                      : "insert into turn_words (rowid, terms) values (?, array_to_tsvector(string_to_array(?, ' ')))");
          PreparedStatement stored =
              to.prepareStatement("insert into storage (owner, bytes) values (?, ?)")) {
        Random random = new Random(42);
        long bytes = 0;
        for (int i = 0; i < turns; i++) {
          long id = began + i * 1000L;
          String owner = "bench-" + i / OF_ONE;
          String key = "conversation-" + i / OF_CONVERSATION;
          if (i % OF_CONVERSATION == 0) {
            values(conversation, key, owner, key, "About " + key, id / 1000, id / 1000, OF_CONVERSATION);
          }
          String question = "about " + text(random, 9);
          String answer = text(random, WORDS);
          values(turn, id, key, owner, question, id / 1000);
          values(outcome, id, answer, id / 1000);
          values(words, id, SearchTerms.of(owner, question, answer));
          bytes += question.length() + answer.length();
          if (i % OF_ONE == OF_ONE - 1) {
            values(stored, owner, bytes);
            bytes = 0;
          }
          if (i % COMMIT == COMMIT - 1 || i == turns - 1) {
            for (PreparedStatement each : new PreparedStatement[] {conversation, turn, outcome, words, stored}) {
              each.executeBatch();
            }
            to.commit();
          }
        }
      }
      to.setAutoCommit(true);
      if (!sqlite) {
        settings.execute("vacuum analyze");
      }
    }
  }

  private static void values(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
  }

  private static String text(Random random, int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      double uneven = random.nextDouble();
      text.append("palabra").append((int) (VOCABULARY * uneven * uneven * uneven)).append(' ');
    }
    return text.append("fin").toString();
  }
}
