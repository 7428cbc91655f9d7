package dev.sessionmanager.embedded;

import dev.sessionmanager.runtime.AgentRuntime;
import dev.sessionmanager.vfs.Vfs;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an agent answers over HTTP beyond what every agent does. */
interface AgentRoutes {

  AgentRoutes NONE = call -> null;

  /**
   * Answers a call; null when the agent has no such path. Refusals are thrown as {@code Problem}.
   */
  @Nullable Answer answer(Call call) throws IOException;

  /** The calls, like {@code GET /files}, for people and for {@code /discover}. */
  default List<String> endpoints() {
    return List.of();
  }

  /**
   * A request to an agent.
   *
   * @param path decoded, beginning with a slash
   * @param user from the header {@link AgentRuntime#USER_HEADER}
   * @param body not yet read, of any length
   */
  record Call(String method, String path, @Nullable String user, InputStream body) {}

  /**
   * What goes back.
   *
   * @param body written as JSON; ignored when there is a download
   * @param last whether the agent ends after it, and the connection with it
   */
  record Answer(int status, Object body, Vfs.@Nullable Download download, boolean last) {

    Answer(int status, Object body, Vfs.@Nullable Download download) {
      this(status, body, download, false);
    }

    static Answer ok(Object body) {
      return new Answer(200, body, null);
    }
  }
}
