package dev.sessionmanager.session;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Reads go to a reading connection; whoever writes opens the transaction. */
@Transactional(readOnly = true)
interface SessionRepository extends Repository<Session, String> {

  Optional<Session> findById(String id);

  @Transactional
  Session save(Session session);

  @Query(
      """
      select s from Session s
      where s.userId = :userId and s.endedAt is null and s.expiresAt > :now
      order by s.lastSeen desc
      """)
  List<Session> findLive(String userId, long now, Limit limit);

  @Query(
      """
      select s from Session s
      where s.endedAt is null and s.expiresAt > :now and s.id > :after
      order by s.id
      """)
  List<Session> findAllLive(long now, String after, Limit limit);

  /** Ids from the first of these on and before the second. */
  @Query(
      """
      select s from Session s
      where s.endedAt is null and s.expiresAt > :now and s.id >= :from and s.id < :to
      order by s.id
      """)
  List<Session> findBetween(long now, String from, String to, Limit limit);

  /** Conversations of messaging services, which outlive a process. */
  @Query(
      """
      select s from Session s
      where s.channel not in ('rest', 'key', 'tcp', 'websocket')
        and s.endedAt is null and s.lastSeen < :before
      """)
  List<Session> findIdle(long before, Limit limit);

  @Query(
      """
      select s from Session s
      where s.userId = :userId and s.channel = :channel and s.device = :device
        and s.address = :address and s.endedAt is null and s.expiresAt > :now
      order by s.startedAt desc
      """)
  List<Session> findSame(
      String userId, String channel, String device, String address, long now, Limit limit);

  @Modifying
  @Transactional
  @Query(
      """
      update Session s set s.endedAt = :now, s.endReason = :reason
      where s.channel in ('tcp', 'websocket') and s.endedAt is null
      """)
  void endConnections(long now, String reason);

  /** Pairs of a channel and how many live sessions it has. */
  @Query(
      """
      select s.channel, count(s) from Session s
      where s.endedAt is null and s.expiresAt > :now
      group by s.channel
      """)
  List<Object[]> countLive(long now);

  @Modifying
  @Transactional
  @Query("update Session s set s.expiresAt = :until where s.id = :id")
  void extend(String id, long until);

  @Modifying
  @Transactional
  @Query(
      "update Session s set s.endedAt = :now, s.endReason = :reason"
          + " where s.id = :id and s.endedAt is null")
  int end(String id, long now, String reason);

  @Modifying
  @Transactional
  @Query("delete from Session s where s.expiresAt < :before or s.endedAt < :before")
  int forget(long before);
}
