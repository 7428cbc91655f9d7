package dev.sessionmanager.conversation;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What each person's messages, answers and pictures take in the file: a user's, a guest's, a
 * customer's. Any thread.
 */
@Component
public class Storage {

  /**
   * How long a person's figure is taken as it was: a query for each message is a tenth of its CPU.
   */
  private static final Duration RECENT = Duration.ofSeconds(1);

  private static final int RECENT_MAX = 10_000;

  private final JdbcClient reading;
  private final long most;
  private final long personsMost;
  private final LoadingCache<String, AtomicLong> recent;

  Storage(
      @Qualifier("readingDataSource") DataSource reading, StorageSettings settings, Clock clock) {
    this.reading = JdbcClient.create(reading);
    this.most = settings.perUserMax().toBytes();
    this.personsMost = settings.personsMax().toBytes();
    this.recent =
        Caffeine.newBuilder()
            .maximumSize(RECENT_MAX)
            .expireAfterWrite(RECENT)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build(owner ->
                new AtomicLong((owner.endsWith("/") ? of(Reach.below(owner)) : of(owner)).bytes()));
  }

  /**
   * What one person has taken.
   *
   * @param bytes in the file now
   * @param inputTokens that models have read for the person, ever
   * @param outputTokens that models have written
   */
  public record Taken(long bytes, long inputTokens, long outputTokens) {
    /** By one answer; the usage is null where no model was asked. */
    static Taken by(long bytes, @Nullable Usage usage) {
      return usage == null
          ? new Taken(bytes, 0, 0)
          : new Taken(bytes, usage.inputTokens(), usage.outputTokens());
    }

    Taken plus(Taken other) {
      return new Taken(
          bytes + other.bytes, inputTokens + other.inputTokens, outputTokens + other.outputTokens);
    }
  }

  public Taken of(String owner) {
    return of(Reach.of(owner));
  }

  /** What a user has taken, with the people for whom the user's API keys speak. */
  public Taken ofUser(String id) {
    return of(id).plus(of(Reach.below(id + '/')));
  }

  private Taken of(Reach owners) {
    return reading
        .sql(
            "select coalesce(sum(bytes), 0), coalesce(sum(input_tokens), 0),"
                + " coalesce(sum(output_tokens), 0) from storage where "
                + owners.condition("owner"))
        .params(owners.parameters())
        .query((row, number) -> new Taken(row.getLong(1), row.getLong(2), row.getLong(3)))
        .single();
  }

  /** What one person may take at most, in bytes ({@code STORAGE_PER_USER_MAX}). */
  public long most() {
    return most;
  }

  /** Whether a person has taken what one may take at most ({@code STORAGE_PER_USER_MAX}). */
  public boolean full(String owner) {
    return of(owner).bytes() >= most;
  }

  /**
   * Whether a person's message may be kept, going by what was there within the last second and the
   * questions since. Messages that stand alone, come without a login and cannot be asked for again
   * are not one person's, and are gone after {@code turn-log.alone-kept}.
   *
   * @throws Problem QUOTA_REACHED where not
   */
  public void check(NewTurn turn) {
    String owner = turn.owner();
    String request = turn.request();
    boolean guest = Reach.GUESTS.test(owner);
    if (turn.conversationId() == null && request == null && guest) {
      return;
    }
    int added = turn.question().length() + (request == null ? 0 : request.length());
    if (recent.get(owner).getAndAdd(added) >= most) {
      throw new Problem(Kind.QUOTA_REACHED).setting("STORAGE_PER_USER_MAX");
    }
    int user = guest ? -1 : owner.indexOf('/');
    if (user > 0 && recent.get(owner.substring(0, user + 1)).getAndAdd(added) >= personsMost) {
      throw new Problem(Kind.QUOTA_REACHED).setting("storage.persons-max");
    }
  }
}
