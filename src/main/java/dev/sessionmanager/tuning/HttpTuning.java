package dev.sessionmanager.tuning;

import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;

/** How outbound calls are made: HttpClient's usual way, or one with less around it. */
public final class HttpTuning {

  private final TuningSettings settings;
  private final StreamPace pace;

  public HttpTuning(TuningSettings settings) {
    this.settings = settings;
    this.pace = new StreamPace(settings.pacedStreams());
  }

  /**
   * One exchange and nothing around it, or the usual chain with all that is not wanted left out.
   */
  public CloseableHttpClient client(HttpClientConnectionManager connections) {
    return settings.minimalHttpClient()
        ? HttpClients.createMinimal(connections)
        : HttpClients.custom()
            .setConnectionManager(connections)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .disableConnectionState()
            .disableDefaultUserAgent()
            .build();
  }

  /** How streams are read. */
  public StreamPace pace() {
    return pace;
  }

  /**
   * A request is out, and its answer is looked for next. Others go first: with many under way the
   * answer is there when this thread's turn comes, and it need not be woken for it.
   */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it
  public void sent() {
    if (settings.yieldAfterSending()) {
      Thread.yield();
    }
  }
}
