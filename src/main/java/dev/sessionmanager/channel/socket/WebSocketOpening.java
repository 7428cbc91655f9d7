package dev.sessionmanager.channel.socket;

import dev.sessionmanager.session.Caller;
import java.util.Locale;

/**
 * What a handshake tells about its client.
 *
 * @param json whether the client speaks the JSON protocol, else plain text
 * @param caller with the session of their token, where they have shown one
 * @param language of the reader
 */
record WebSocketOpening(boolean json, Caller caller, Locale language) {

  /** Whether the client may not talk before it has shown a token. */
  boolean stranger() {
    return !caller.trusted() && caller.session() == null;
  }
}
