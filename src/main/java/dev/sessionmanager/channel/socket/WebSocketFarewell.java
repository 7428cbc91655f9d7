package dev.sessionmanager.channel.socket;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a page opened from a file gets, as the original's is opened: it may not connect, and a
 * browser shows its page nothing of a refused handshake. So one frame says what to do, in the
 * client's own protocol, and the connection is closed (1008). The page has no session.
 */
final class WebSocketFarewell extends WebSocketProtocol {

  WebSocketFarewell(WebSocketServices services, WebSocketOpening opening, WebSocketLine line) {
    super(services, opening, line);
  }

  @Override
  void begin() {
    line.close(FrameClose.FILE_ORIGIN);
  }

  @Override
  void heard(String text) {
    // nothing that it says is taken
  }

  @Override
  String bye(FrameClose why, String sentence) {
    String agent = URLEncoder.encode(services.settings().agent(), StandardCharsets.UTF_8);
    String page = opening.site() + "/app/?agent=" + agent;
    String advice = services.texts().text("websocket.file_origin", opening.language(), page);
    return opening.json()
        ? new WebSocketFrames(services.texts(), line, opening.language())
            .text("bye", Map.of("code", why.code(), "message", advice))
        : advice;
  }

  @Override
  boolean busy() {
    return false;
  }

  @Override
  boolean overdue(long now) {
    return false;
  }
}
