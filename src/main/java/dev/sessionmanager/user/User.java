package dev.sessionmanager.user;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Someone who can log in: a row of the table {@code users}, which the original wrote as well. */
public final class User {

  /** What a user may do: {@code ADMIN} sees and changes everybody's users and sessions. */
  public enum Role {
    USER,
    ADMIN
  }

  private final String id;
  private final String username;

  /** Lower-case hex SHA-256 of the UTF-8 password, or an {@code $argon2id$} string. */
  private String password;

  /** Text, because the original wrote it in several forms; ours is ISO 8601 in UTC. */
  private final String createdAt;

  private Role role;
  private boolean enabled;
  private boolean presetPassword;

  /** A new user, who may log in. */
  User(String username, String password, Role role, Instant now) {
    this.id = UUID.randomUUID().toString();
    this.username = username;
    this.password = password;
    this.createdAt = now.truncatedTo(ChronoUnit.MILLIS).toString();
    this.role = role;
    this.enabled = true;
  }

  private User(ResultSet row) throws SQLException {
    this.id = row.getString("id");
    this.username = row.getString("username");
    this.password = row.getString("password");
    this.createdAt = row.getString("created_at");
    this.role = Role.valueOf(row.getString("role"));
    this.enabled = row.getBoolean("enabled");
    this.presetPassword = row.getBoolean("preset_password");
  }

  static User row(ResultSet row, int number) throws SQLException {
    return new User(row);
  }

  public String id() {
    return id;
  }

  public String username() {
    return username;
  }

  public Role role() {
    return role;
  }

  /** False: refused at once, everywhere. */
  public boolean enabled() {
    return enabled;
  }

  /** True while the password is one of those that the documentation publishes. */
  public boolean presetPassword() {
    return presetPassword;
  }

  /** When the row was made, as it was written. */
  public String createdAt() {
    return createdAt;
  }

  String password() {
    return password;
  }

  void rehash(String hash) {
    password = hash;
  }

  void password(String hash) {
    password = hash;
    presetPassword = false;
  }

  void role(Role role) {
    this.role = role;
  }

  void enabled(boolean enabled) {
    this.enabled = enabled;
  }
}
