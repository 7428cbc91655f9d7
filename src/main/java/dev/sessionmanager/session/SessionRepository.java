package dev.sessionmanager.session;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of sessions. Reads go to a reading connection; callers that write open the transaction.
 * The queries are SQL: what Hibernate takes to parse its own language once was a fifteenth of a
 * start.
 */
@Transactional(readOnly = true)
interface SessionRepository extends Repository<Session, String> {

  Optional<Session> findById(String id);

  @Transactional
  Session save(Session session);

  @NativeQuery(
      """
      select * from sessions
      where user_id = :userId and ended_at is null and expires_at > :now
      order by last_seen desc
      """)
  List<Session> findLive(String userId, long now, Limit limit);

  @NativeQuery(
      """
      select * from sessions
      where ended_at is null and expires_at > :now and id > :after
      order by id
      """)
  List<Session> findAllLive(long now, String after, Limit limit);

  /** Live sessions with an id from {@code from} on and before {@code to}. */
  @NativeQuery(
      """
      select * from sessions
      where ended_at is null and expires_at > :now and id >= :from and id < :to
      order by id
      """)
  List<Session> findBetween(long now, String from, String to, Limit limit);

  /** Conversations of messaging services, which outlive a process. */
  @NativeQuery(
      """
      select * from sessions
      where channel not in ('rest', 'key', 'tcp', 'websocket')
        and ended_at is null and last_seen < :before
      """)
  List<Session> findIdle(long before, Limit limit);

  @NativeQuery(
      "select * from sessions where channel = 'rest' and ended_at is null and last_seen < :before")
  List<Session> findIdleLogins(long before, Limit limit);

  @Modifying
  @Transactional
  @NativeQuery(
      """
      update sessions set ended_at = :now, end_reason = :reason
      where channel in ('tcp', 'websocket') and ended_at is null
      """)
  void endConnections(long now, String reason);

  /** Pairs of a channel and how many live sessions it has. */
  @NativeQuery(
      """
      select channel, count(*) from sessions
      where ended_at is null and expires_at > :now
      group by channel
      """)
  List<Object[]> countLive(long now);

  @Modifying
  @Transactional
  @NativeQuery("update sessions set expires_at = :until where id = :id")
  void extend(String id, long until);

  @Modifying
  @Transactional
  @NativeQuery(
      "update sessions set ended_at = :now, end_reason = :reason"
          + " where id = :id and ended_at is null")
  int end(String id, long now, String reason);

  @Modifying
  @Transactional
  @NativeQuery("delete from sessions where expires_at < :before or ended_at < :before")
  int forget(long before);
}
