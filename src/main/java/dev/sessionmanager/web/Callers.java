package dev.sessionmanager.web;

import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.trust.TrustRule;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out who makes an HTTP request and keeps it with the request. */
@Component
class Callers {

  private final TrustRule rule;

  Callers(TrustRule rule) {
    this.rule = rule;
  }

  /** The caller of a request that has passed {@link CallerFilter}. */
  static @Nullable Caller of(HttpServletRequest request) {
    return (Caller) request.getAttribute(Caller.ATTRIBUTE);
  }

  Caller remember(HttpServletRequest request, @Nullable Session session) {
    TrustRule.Peer peer = rule.peer(request);
    boolean trusted = peer.trusted() && rule.isOurHost(request) && rule.isOurPage(request);
    Caller caller =
        new Caller(
            peer.address(),
            trusted,
            rule.device(request),
            TraceFilter.of(request),
            session,
            ConnectionValve.gone(request));
    request.setAttribute(Caller.ATTRIBUTE, caller);
    return caller;
  }
}
