package dev.sessionmanager.conversation;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What each person's messages, answers and pictures take in the file. Any thread. */
@Component
public class Storage {

  private final JdbcClient reading;
  private final long most;

  Storage(@Qualifier("readingDataSource") DataSource reading, StorageSettings settings) {
    this.reading = JdbcClient.create(reading);
    this.most = settings.perUserMax().toBytes();
  }

  /**
   * What one person has taken.
   *
   * @param bytes in the file now
   * @param inputTokens that models have read for the person, ever
   * @param outputTokens that models have written
   */
  public record Taken(long bytes, long inputTokens, long outputTokens) {
    private static final Taken NOTHING = new Taken(0, 0, 0);
  }

  public Taken of(String owner) {
    return reading
        .sql("select bytes, input_tokens, output_tokens from storage where owner = ?")
        .param(owner)
        .query((row, number) -> new Taken(row.getLong(1), row.getLong(2), row.getLong(3)))
        .optional()
        .orElse(Taken.NOTHING);
  }

  /**
   * Whether a person may write more. Callers without a login, who share an owner, are not one
   * person.
   *
   * @throws Problem QUOTA_REACHED where not
   */
  public void check(String owner) {
    if (!owner.isEmpty() && of(owner).bytes() >= most) {
      throw new Problem(Kind.QUOTA_REACHED).setting("STORAGE_PER_USER_MAX");
    }
  }
}
