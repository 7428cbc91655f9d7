package dev.sessionmanager.session;

import java.util.List;
import java.util.Optional;

/** The rows of API keys; the database removes a key's row with that of its session. Any thread. */
interface ApiKeyRepository {

  void insert(ApiKey key);

  Optional<String> findSessionId(String hash);

  List<ApiKey> findBySessionIds(List<String> sessionIds);
}
