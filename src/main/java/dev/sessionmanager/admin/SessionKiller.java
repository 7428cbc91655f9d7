package dev.sessionmanager.admin;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.trace.Audit;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Ends sessions for the operator, by id or by how the id begins. Any thread. */
@Component
class SessionKiller {

  /** Why the session has ended, as kept in the file. */
  private static final String REASON = "killed by an administrator";

  private static final String KILL = "session.kill";

  /** Sessions that are named where several ids begin so. */
  private static final int NAMED = 5;

  private final Sessions sessions;

  SessionKiller(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Ends a session: its token is refused, its connection closes, its running answer stops, its
   * waiting messages are dropped.
   *
   * @param beginning of the session's id, in hex digits and dashes
   * @param killer for the audit
   * @throws Problem NOT_FOUND where there is no such live session, AMBIGUOUS where there are
   *     several
   */
  Session kill(String beginning, Audit.Actor killer) {
    Session killed = Audit.failures(killer, KILL, beginning, () -> kill(beginning));
    Audit.note(killer, KILL, killed.id(), Audit.DONE);
    return killed;
  }

  private Session kill(String beginning) {
    List<Session> found = sessions.startingWith(beginning);
    if (found.size() > 1) {
      String candidates =
          found.stream().limit(NAMED).map(Session::id).collect(Collectors.joining(", "));
      throw new Problem(Kind.AMBIGUOUS, candidates + (found.size() > NAMED ? ", …" : ""));
    }
    if (found.isEmpty() || !sessions.kill(found.getFirst().id(), REASON)) {
      throw new Problem(Kind.NOT_FOUND);
    }
    return found.getFirst();
  }
}
