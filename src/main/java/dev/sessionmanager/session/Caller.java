package dev.sessionmanager.session;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.user.User;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who makes this request, and from where, as the edge found out.
 *
 * @param address the client's IP address, behind a known proxy the one that the proxy names
 * @param trusted needs no token for what it calls: its address is of {@code GUEST_NETWORKS}, that
 *     of a webhook of {@code WEBHOOK_NETWORKS}, and nothing in the request says otherwise
 * @param device what the client calls itself, at most 200 printable characters
 * @param traceId 32 hex digits: the trace id of W3C Trace Context
 * @param session that of the token; null for a caller without one
 * @param gone tells whether the client has closed its connection; to be asked only while its answer
 *     is being made
 */
public record Caller(
    String address,
    boolean trusted,
    String device,
    String traceId,
    @Nullable Session session,
    BooleanSupplier gone) {

  /** The request's attribute under which the edge keeps its caller. */
  public static final String ATTRIBUTE = Caller.class.getName();

  /** A caller who waits on no HTTP connection, so that none can be closed. */
  public Caller(
      String address, boolean trusted, String device, String traceId, @Nullable Session session) {
    this(address, trusted, device, traceId, session, () -> false);
  }

  /** The same caller, whose client has another name. */
  public Caller named(String device) {
    return new Caller(address, trusted, device, traceId, session, gone);
  }

  public @Nullable User user() {
    return session == null || session.guest() ? null : session.user();
  }

  /**
   * The session of a user.
   *
   * @throws Problem UNAUTHENTICATED for a caller without one
   */
  public Session login() {
    if (session == null || session.guest()) {
      throw new Problem(Kind.UNAUTHENTICATED);
    }
    return session;
  }

  /** The caller of an HTTP request in the audit. */
  public Audit.Actor actor() {
    return actor(session == null ? Session.LOGIN : session.channel());
  }

  /**
   * The caller of what only an operator may call, in the audit: without a login, this machine's.
   */
  public Audit.Actor operator() {
    return user() == null ? actor().named("operator") : actor();
  }

  /** The caller in the audit, on a channel where nobody has logged in yet. */
  public Audit.Actor actor(String channel) {
    User user = user();
    return new Audit.Actor(user == null ? "" : user.username(), address, channel, traceId);
  }
}
