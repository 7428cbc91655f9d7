package dev.sessionmanager.database;

import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The rooms' repositories. Their queries are passed to Hibernate as they stand: none is sorted or
 * counted anew, and Spring Data's own parsing of them was a tenth of the start.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!" + DataFiles.BACKUP + " & !" + DataFiles.RESTORE)
@EntityScan({Repositories.SESSIONS, Repositories.USERS})
@EnableJpaRepositories(
    basePackages = {Repositories.SESSIONS, Repositories.USERS},
    queryEnhancerSelector = QueriesAsTheyStand.class)
class Repositories {

  /** The rooms that have entities; a search through all of them makes each start longer. */
  static final String SESSIONS = "dev.sessionmanager.session";

  static final String USERS = "dev.sessionmanager.user";

  /** For what is written outside the repositories. */
  @Bean
  static TransactionTemplate transactionTemplate(PlatformTransactionManager manager) {
    return new TransactionTemplate(manager);
  }
}
