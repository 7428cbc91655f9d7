package dev.sessionmanager.session;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Rows go with those of their sessions. */
@Transactional(readOnly = true)
interface ApiKeyRepository extends Repository<ApiKey, String> {

  @Transactional
  ApiKey save(ApiKey key);

  @Query("select k.sessionId from ApiKey k where k.hash = :hash")
  Optional<String> findSessionId(String hash);

  List<ApiKey> findBySessionIdIn(Collection<String> sessionIds);
}
