package dev.sessionmanager.user;

import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Notices within a second that another process (the command {@code create-admin}, an operator with
 * the sqlite3 program) has changed the file, and has all caches of rows emptied. SQLite's {@code
 * data_version}, asked on our one writing connection, changes exactly then:
 * https://www.sqlite.org/pragma.html#pragma_data_version.
 */
@Component
@Profile("!" + CreateAdmin.COMMAND)
class ForeignChanges {

  private final JdbcTemplate writer;
  private final Users users;
  private long seen;

  ForeignChanges(JdbcTemplate writer, Users users) {
    this.writer = writer;
    this.users = users;
    this.seen = version();
  }

  @Scheduled(fixedDelay = 1000)
  void look() {
    long version = version();
    if (version != seen) {
      seen = version;
      users.forgetEverything();
    }
  }

  private long version() {
    Long version = writer.queryForObject("pragma data_version", Long.class);
    return version == null ? 0 : version;
  }
}
