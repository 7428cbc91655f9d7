package dev.sessionmanager.user;

import dev.sessionmanager.database.Sql;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient.MappedQuerySpec;
import org.springframework.stereotype.Component;

/** The table {@code users}. */
@Component
final class UserTable implements UserRepository {

  private final Sql sql;

  UserTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<User> findById(String id) {
    return select("id = ?", id).optional();
  }

  @Override
  public Optional<User> findByUsername(String username) {
    return select("username = ?", username).optional();
  }

  @Override
  public List<User> findAfter(String after, int limit) {
    return select("username > ? order by username limit ?", after, limit).list();
  }

  private MappedQuerySpec<User> select(String condition, Object... values) {
    return sql.read("select * from users where " + condition).params(values).query(User::row);
  }

  @Override
  public long countAdministrators() {
    return count("role = 'ADMIN'");
  }

  @Override
  public long countActiveAdministrators() {
    return count("role = 'ADMIN' and enabled = 1");
  }

  @Override
  public long countSlowPasswords() {
    return count("password like '$argon2%'");
  }

  private long count(String condition) {
    return sql.read("select count(*) from users where " + condition).query(Long.class).single();
  }

  @Override
  public void insert(User user) {
    sql.write(
        """
        insert into users (username, password, role, enabled, preset_password, created_at, id)
        values (?, ?, ?, ?, ?, ?, ?)\
        """,
        user.username(),
        user.password(),
        user.role().name(),
        user.enabled(),
        user.presetPassword(),
        user.createdAt(),
        user.id());
  }

  @Override
  public void update(User user) {
    sql.write(
        "update users set password = ?, role = ?, enabled = ?, preset_password = ? where id ="
            + " ?",
        user.password(),
        user.role().name(),
        user.enabled(),
        user.presetPassword(),
        user.id());
  }
}
