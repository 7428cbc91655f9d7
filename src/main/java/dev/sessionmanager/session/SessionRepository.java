package dev.sessionmanager.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of sessions; times in milliseconds since 1970. Whoever needs several statements at once
 * opens the transaction. Any thread.
 */
interface SessionRepository {

  Optional<Session> findById(String id);

  void insert(Session session);

  /** A user's live sessions, the last seen first. */
  List<Session> findLive(String userId, long now, int limit);

  /** All live sessions with an id after this one, by their ids. */
  List<Session> findAllLive(long now, String after, int limit);

  /** Live sessions with an id from {@code from} on and before {@code to}. */
  List<Session> findBetween(long now, String from, String to, int limit);

  /** Conversations of messaging services, which outlive a process. */
  List<Session> findIdle(long before, int limit);

  /** Those of {@code rest} or {@code browser}. */
  List<Session> findIdleLogins(String channel, long before, int limit);

  /** The live tabs of a browser's login, the last seen first. */
  List<Session> findTabs(String browser, long now);

  /** Those of connections, which outlive no process: the last one's, or those of nodes gone. */
  void endConnections(long now, String reason, boolean shared);

  /** How many live sessions each channel has. */
  Map<String, Long> countLive(long now);

  void extend(String id, long until);

  /**
   * What a session may ask.
   *
   * @param agents their names, one a line; null for all
   */
  void ask(String id, @Nullable String agents);

  void limit(String id, KeyLimits limits);

  /** False where the session has ended already, or is none. */
  boolean end(String id, long now, String reason);

  /** Removes the rows of sessions that expired or ended before. */
  void forget(long before);
}
