package dev.sessionmanager.session;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of API keys; the database removes a key's row with that of its session. */
@Transactional(readOnly = true)
interface ApiKeyRepository extends Repository<ApiKey, String> {

  @Transactional
  ApiKey save(ApiKey key);

  @NativeQuery("select session_id from api_keys where hash = :hash")
  Optional<String> findSessionId(String hash);

  @NativeQuery("select * from api_keys where session_id in (:sessionIds)")
  List<ApiKey> findBySessionIdIn(Collection<String> sessionIds);
}
