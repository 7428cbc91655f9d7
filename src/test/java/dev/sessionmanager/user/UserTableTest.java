package dev.sessionmanager.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.conversation.LogFile;
import dev.sessionmanager.database.Sql;
import dev.sessionmanager.database.TestDatabase;
import dev.sessionmanager.user.User.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The rows of users in a real file, which has the two users of every new one. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class UserTableTest {

  private final LogFile file;
  private final UserTable rows;
  private final TransactionTemplate transaction;

  UserTableTest(TestDatabase kind) {
    file = new LogFile(kind);
    rows = new UserTable(new Sql(file.reader, file.writer));
    transaction = new TransactionTemplate(new JdbcTransactionManager(file.writer));
  }

  @AfterEach
  void close() {
    file.close();
  }

  private User insert(String name, Role role) {
    User user = new User(name, "$argon2id$x", role, file.clock.instant());
    rows.insert(user);
    return user;
  }

  @Test
  void readsWhatItHasWritten() {
    User ana = insert("ana", Role.ADMIN);

    assertThat(rows.findById(ana.id())).get().usingRecursiveComparison().isEqualTo(ana);
    assertThat(rows.findByUsername("ana")).get().usingRecursiveComparison().isEqualTo(ana);
    assertThat(rows.findByUsername("Ana")).isEmpty();
    assertThat(rows.findByUsername("user_1").orElseThrow().presetPassword()).isTrue();
  }

  @Test
  void writesWhatMayChange() {
    User ana = insert("ana", Role.ADMIN);
    ana.password("other");
    ana.role(Role.USER);
    ana.enabled(false);
    rows.update(ana);

    assertThat(rows.findById(ana.id())).get().usingRecursiveComparison().isEqualTo(ana);
  }

  @Test
  void listsByNameInPages() {
    insert("ana", Role.USER);

    assertThat(rows.findAfter("", 2)).extracting(User::username).containsExactly("ana", "user_1");
    assertThat(rows.findAfter("user_1", 9)).extracting(User::username).containsExactly("user_2");
  }

  @Test
  void countsAdministratorsAndSlowPasswords() {
    User ana = insert("ana", Role.ADMIN);
    ana.enabled(false);
    rows.update(ana);
    insert("eva", Role.ADMIN);

    assertThat(rows.countAdministrators()).isEqualTo(2);
    assertThat(rows.countActiveAdministrators()).isEqualTo(1);
    assertThat(rows.countSlowPasswords()).isEqualTo(2);
  }

  @Test
  void hasOneUserOfAName() {
    insert("ana", Role.USER);

    assertThatThrownBy(() -> insert("ana", Role.USER)).isInstanceOf(DataAccessException.class);
  }

  @Test
  void seesItsOwnChangesWithinATransactionAndNobodyElsesBeforeTheEnd() {
    transaction.executeWithoutResult(status -> {
      User ana = insert("ana", Role.USER);
      assertThat(rows.findById(ana.id())).isPresent();
      status.setRollbackOnly();
    });

    assertThat(rows.findByUsername("ana")).isEmpty();
  }
}
