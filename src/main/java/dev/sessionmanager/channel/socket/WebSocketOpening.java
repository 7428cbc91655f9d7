package dev.sessionmanager.channel.socket;

import dev.sessionmanager.session.Caller;
import java.util.Locale;

/**
 * What a handshake tells about its client.
 *
 * @param json whether the client speaks the JSON protocol, else plain text
 * @param caller with the session of their token, where they have shown one
 * @param language of the reader
 * @param site what links within the service begin with for this client
 * @param fromFile whether it is a page opened from a file, which may not connect and is told so
 */
record WebSocketOpening(
    boolean json, Caller caller, Locale language, String site, boolean fromFile) {

  /** Whether the client may not talk before it has shown a token. */
  boolean stranger() {
    return !fromFile && !caller.trusted() && caller.session() == null;
  }
}
