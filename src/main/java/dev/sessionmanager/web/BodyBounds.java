package dev.sessionmanager.web;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** The largest body of each route. */
@Component
final class BodyBounds {

  /** A name and a password of 1,024 characters each, with room. */
  private static final long LOGIN = 4 * 1024;

  /** A character of a message is six bytes where JSON escapes it. */
  private static final long CHARACTER = 6;

  /** The other fields of a message. */
  private static final long FIELDS = 8 * 1024;

  private final Bound login = new Bound(LOGIN, LOGIN, null);
  private final Bound message;
  private final Bound agents;
  private final Bound models;
  private final Bound webhooks;

  /**
   * One route's.
   *
   * @param max bytes that are read
   * @param kept of them in memory at once, at most
   * @param setting that says so; null where none does
   */
  record Bound(long max, long kept, @Nullable String setting) {

    Problem exceeded() {
      Problem problem = new Problem(Kind.TOO_LARGE, max);
      return setting == null ? problem : problem.setting(setting);
    }
  }

  BodyBounds(
      WebSettings settings,
      @Value("${message.max-chars}") int messageMaxChars,
      @Value("${agents.file-max}") DataSize agentFileMax) {
    long most = settings.bodyMax().toBytes();
    long needed = messageMaxChars * CHARACTER + FIELDS;
    this.models = new Bound(most, most, "BODY_MAX_BYTES");
    this.message = needed < most ? new Bound(needed, needed, "MESSAGE_MAX_CHARS") : models;
    long withFile = agentFileMax.toBytes() * CHARACTER + needed;
    this.agents = withFile < most ? new Bound(withFile, withFile, "agents.file-max") : models;
    this.webhooks = new Bound(settings.webhookBodyMax().toBytes(), most, "WEBHOOK_BODY_MAX_BYTES");
  }

  /** The bound of a path as it was sent; null for uploads, which are never in memory. */
  @Nullable Bound of(String path) {
    if (path.startsWith("/vfs/")) {
      return null;
    }
    if (path.startsWith("/v1/")) {
      return models; // brings a whole conversation along
    }
    if (path.startsWith("/webhook/")) {
      return webhooks; // can bring media along, which are not kept
    }
    if (path.startsWith("/admin/agents/")) {
      return agents; // brings an agent's file along, and a message to try it
    }
    return path.equals("/login") || path.equals("/password") ? login : message;
  }
}
