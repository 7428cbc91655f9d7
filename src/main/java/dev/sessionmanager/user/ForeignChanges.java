package dev.sessionmanager.user;

import dev.sessionmanager.database.Dialect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Notices within a second that another process (the command {@code create-admin}, an operator with
 * the database's own program) has changed who may come in, and has all caches of rows emptied.
 */
@Component
@Profile("!" + CreateAdmin.COMMAND)
class ForeignChanges {

  private static final Logger log = LoggerFactory.getLogger(ForeignChanges.class);

  private final JdbcTemplate writer;
  private final Dialect dialect;
  private final Users users;
  private long seen;

  ForeignChanges(JdbcTemplate writer, Dialect dialect, Users users) {
    this.writer = writer;
    this.dialect = dialect;
    this.users = users;
    this.seen = version();
  }

  @Scheduled(fixedDelay = 1000)
  void look() {
    long version;
    try {
      version = version();
    } catch (DataAccessException away) {
      log.debug("The database was not asked what others have changed", away);
      return;
    }
    if (version != seen) {
      seen = version;
      users.forgetEverything();
    }
  }

  private long version() {
    Long version = writer.queryForObject(dialect.foreignChanges(), Long.class);
    return version == null ? 0 : version;
  }
}
