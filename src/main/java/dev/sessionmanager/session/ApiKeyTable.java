package dev.sessionmanager.session;

import dev.sessionmanager.database.Sql;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The table {@code api_keys}. */
@Component
final class ApiKeyTable implements ApiKeyRepository {

  private final Sql sql;

  ApiKeyTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void insert(ApiKey key) {
    sql.write(
        "insert into api_keys (session_id, hash, hint, created_at) values (?, ?, ?, ?)",
        key.sessionId(),
        key.hash(),
        key.hint(),
        key.createdAt());
  }

  @Override
  public Optional<String> findSessionId(String hash) {
    return sql.read("select session_id from api_keys where hash = ?")
        .params(hash)
        .query(String.class)
        .optional();
  }

  @Override
  public List<ApiKey> findBySessionIds(List<String> sessionIds) {
    return sessionIds.isEmpty()
        ? List.of()
        : sql.read("select * from api_keys where session_id in (:ids)")
            .param("ids", sessionIds)
            .query((row, number) ->
                new ApiKey(
                    row.getString("session_id"),
                    row.getString("hash"),
                    row.getString("hint"),
                    row.getLong("created_at")))
            .list();
  }
}
