package dev.sessionmanager.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.database.SqliteDialect;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class ForeignChangesTest {

  @TempDir Path folder;

  private SingleConnectionDataSource connection() {
    return new SingleConnectionDataSource("jdbc:sqlite:" + folder.resolve("users.db"), true);
  }

  @Test
  void noticesOnceWhatAnotherConnectionHasChangedAndNothingOfItsOwn() {
    try (SingleConnectionDataSource ours = connection();
        SingleConnectionDataSource theirs = connection()) {
      JdbcTemplate writer = new JdbcTemplate(ours);
      JdbcTemplate other = new JdbcTemplate(theirs);
      writer.execute("create table t (x)");
      Users users =
          new FakeUserRows().users(new SettableClock(Instant.parse("2026-01-01T00:00:00Z")));
      AtomicInteger told = new AtomicInteger();
      users.onForeignChange(told::incrementAndGet);
      ForeignChanges changes = new ForeignChanges(writer, new SqliteDialect(), users);

      writer.update("insert into t values (1)");
      changes.look();
      assertThat(told).as("our own").hasValue(0);
      other.update("insert into t values (2)");
      changes.look();
      assertThat(told).hasValue(1);
      changes.look();
      assertThat(told).as("known already").hasValue(1);
      other.update("delete from t");
      changes.look();
      assertThat(told).hasValue(2);
    }
  }
}
