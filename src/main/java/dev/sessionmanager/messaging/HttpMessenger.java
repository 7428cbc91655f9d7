package dev.sessionmanager.messaging;

import dev.sessionmanager.http.OutboundHttp;
import java.time.Clock;
import java.util.Optional;

/** A messenger whose provider is called over HTTP; building one does no I/O. */
public abstract class HttpMessenger implements Messenger, AutoCloseable {

  /** Calls of the provider's API. */
  protected final MessengerHttp http;

  private final MessagingProvider provider;

  protected HttpMessenger(
      OutboundHttp outbound,
      MessagingProvider provider,
      MessengerHttp.Statuses statuses,
      Clock clock) {
    this.provider = provider;
    this.http = new MessengerHttp(outbound, provider, statuses, clock);
  }

  @Override
  public final MessagingProvider provider() {
    return provider;
  }

  @Override
  public final boolean reached() {
    return http.reached();
  }

  @Override
  public final Optional<String> refused() {
    return http.refused();
  }

  /** Ends the calls under way; further ones are not sent. */
  @Override
  public final void close() {
    http.close();
  }
}
