package dev.sessionmanager.admin;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.ApiKeys;
import dev.sessionmanager.session.KeyChange;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.user.User;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which agents anybody's API key may ask, and how much, as an operator says it. Any thread. */
@Component
class KeyPermissions {

  private static final String CHANGE = "key.change";

  private final ApiKeys keys;
  private final Sessions sessions;

  KeyPermissions(ApiKeys keys, Sessions sessions) {
    this.keys = keys;
    this.sessions = sessions;
  }

  /**
   * Says whom a key may ask, from its next message on.
   *
   * @param agents their names; null for all
   * @param operator for the audit
   * @throws Problem NOT_FOUND where this user has no such key
   */
  ApiKeys.Key change(User owner, String id, @Nullable List<String> agents, Audit.Actor operator) {
    return Audit.note(
        operator,
        CHANGE,
        id,
        () -> keys.change(owner, id, agents).orElseThrow(() -> new Problem(Kind.NOT_FOUND)));
  }

  /**
   * Changes what a request says of a key, from its next message on.
   *
   * @param operator for the audit
   * @throws Problem NOT_FOUND where this user has no such key
   */
  ApiKeys.Key change(User owner, String id, KeyChange change, Audit.Actor operator) {
    return Audit.note(
        operator,
        CHANGE,
        id,
        () -> keys.change(owner, id, change).orElseThrow(() -> new Problem(Kind.NOT_FOUND)));
  }

  /**
   * As {@link #change(User, String, List, Audit.Actor)}, for the one key whose id begins so.
   *
   * @throws Problem NOT_FOUND where there is no such key, or several
   */
  ApiKeys.Key change(String beginning, @Nullable List<String> agents, Audit.Actor operator) {
    List<Session> found = sessions.startingWith(beginning).stream().filter(Session::isKey).toList();
    if (found.size() != 1) {
      throw new Problem(Kind.NOT_FOUND);
    }
    return change(found.getFirst().user(), found.getFirst().id(), agents, operator);
  }
}
