package dev.sessionmanager.channel.socket;

/** A client has broken the protocol or one of its bounds; the connection closes with this code. */
final class FrameViolation extends Exception {

  private static final long serialVersionUID = 1;

  private final FrameClose close;

  FrameViolation(FrameClose close) {
    super(close.name(), null, false, false);
    this.close = close;
  }

  FrameClose close() {
    return close;
  }
}
