package dev.sessionmanager.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * What of an API key is kept beside its {@link Session}: enough to know it again, not to use it.
 */
@Entity
@Table(name = "api_keys")
class ApiKey {

  @Id
  @Column(name = "session_id")
  private String sessionId;

  @SuppressWarnings("UnusedVariable") // a query reads it
  private String hash;

  private String hint;

  @Column(name = "created_at")
  private long createdAt;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected ApiKey() {}

  ApiKey(Session session, String hash, String hint) {
    this.sessionId = session.id();
    this.hash = hash;
    this.hint = hint;
    this.createdAt = session.startedAt().toEpochMilli();
  }

  String sessionId() {
    return sessionId;
  }

  String hint() {
    return hint;
  }

  long createdAt() {
    return createdAt;
  }
}
