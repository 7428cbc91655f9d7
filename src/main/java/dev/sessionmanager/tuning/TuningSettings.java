package dev.sessionmanager.tuning;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Switches, all on by default; off, the library's own way is taken.
 *
 * @param minimalHttpClient calls without the links for retries, redirects, cookies and logins
 * @param yieldAfterSending others go first once a request is out
 * @param pacedStreams pieces of many streams gather for a moment: see {@link StreamPace}
 * @param parkTimer waits with an end by one thread for all: see {@link ParkTimer}
 * @param nextRequest others go first between two requests of a connection: see {@link NextRequest}
 * @param keptRequests Tomcat keeps more buffers for the next requests: see {@link KeptRequests}
 */
@ConfigurationProperties("tuning")
public record TuningSettings(
    @DefaultValue("true") boolean minimalHttpClient,
    @DefaultValue("true") boolean yieldAfterSending,
    @DefaultValue("true") boolean pacedStreams,
    @DefaultValue("true") boolean parkTimer,
    @DefaultValue("true") boolean nextRequest,
    @DefaultValue("true") boolean keptRequests) {}
