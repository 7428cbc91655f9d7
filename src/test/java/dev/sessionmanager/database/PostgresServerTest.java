package dev.sessionmanager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionmanager.ClosedPort;
import dev.sessionmanager.problem.WrongSetting;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What of a PostgreSQL database the start refuses, in one sentence without the password. */
class PostgresServerTest {

  private static void check(String url) {
    PostgresServer server = TestDatabase.server(url);
    try (HikariDataSource writer = server.writer()) {
      server.check(writer);
    }
  }

  private static void refuses(ThrowingCallable start, String... words) {
    assertThatThrownBy(start)
        .isInstanceOf(WrongSetting.class)
        .hasMessageContainingAll(words)
        .message()
        .doesNotContain("s3cr3t");
  }

  @Test
  void takesADatabaseOfOnesOwn() {
    check(TestDatabase.emptyPostgres());
  }

  @Test
  void refusesOneThatIsNotReached() throws Exception {
    try (ClosedPort nobody = new ClosedPort()) {
      String url = nobody.url().replace("http://", "postgresql://me:s3cr3t@") + "/db";
      refuses(() -> check(url), "DATABASE_URL: the database 127.0.0.1:", "/db cannot be used");
    }
    String missing = TestDatabase.address("missing");
    refuses(() -> check(missing), "database \"missing\" does not exist");
  }

  @Test
  void refusesAUserWhoMayNotMakeTables() {
    String url = TestDatabase.emptyPostgres();
    String name = url.substring(url.lastIndexOf('/') + 1);
    TestDatabase.sql("create role poor_" + name + " login");

    refuses(
        () -> check(url.replace("postgres:any@", "poor_" + name + ":s3cr3t@")),
        "the user poor_" + name + " may not create tables in ",
        "GRANT CREATE ON SCHEMA public");
  }

  @Test
  void refusesAVersionThatIsTooOld() {
    PostgresServer server = TestDatabase.server("postgresql://me:s3cr3t@host/db");
    server.requireVersion(14);
    refuses(() -> server.requireVersion(13), "DATABASE_URL names PostgreSQL 13; 14 or newer");
  }

  @Test
  void readsTheFormThatOtherProgramsHave() {
    DatabaseUrl url =
        DatabaseUrl.of("X", " postgres://an%40a:s3%2Fcr+3t@db.example/name?sslmode=require");

    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example:5432/name?sslmode=require");
    assertThat(url.user()).isEqualTo("an@a");
    assertThat(url.password()).isEqualTo("s3/cr+3t");
    assertThat(url).hasToString("db.example:5432/name");
    assertThat(DatabaseUrl.of("X", "postgresql://h:1/n").user()).isNull();
    for (String wrong :
        new String[] {
          "mysql://u:s3cr3t@h/n", "postgresql://u:s3cr3t@/n", "postgresql://h", "h/n", "a b"
        }) {
      refuses(() -> DatabaseUrl.of("DATABASE_URL", wrong), "DATABASE_URL must be like");
    }
  }
}
