package dev.sessionmanager.model;

import dev.sessionmanager.http.HttpTimes;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider wants to be left alone: {@code retry-after-ms} (OpenAI), {@code Retry-After}
 * in seconds or as a date (RFC 9110, 10.2.3), or Groq's {@code x-ratelimit-reset-requests} and
 * {@code -tokens}, like {@code 2m59.56s} (console.groq.com/docs/rate-limits).
 */
final class RetryAfter {

  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");

  private static final Map<String, Double> SECONDS =
      Map.of("ms", 0.001, "s", 1.0, "m", 60.0, "h", 3600.0, "d", 86_400.0);

  /** Larger waits are cut to this, only so that they do not overflow. */
  private static final double MAX_SECONDS = 30 * 86_400.0;

  private RetryAfter() {}

  /** The wait that the headers ask for; null where they ask for none. */
  static @Nullable Duration of(Function<String, @Nullable String> header, Clock clock) {
    Duration millis = HttpTimes.span(header.apply("retry-after-ms"), 0.001);
    if (millis != null) {
      return millis;
    }
    String after = header.apply("retry-after");
    return after != null
        ? HttpTimes.retryAfter(after, clock.instant())
        : Stream.of("requests", "tokens")
            .flatMap(what -> Stream.ofNullable(reset(header, what)))
            .max(Comparator.naturalOrder())
            .orElse(null);
  }

  private static @Nullable Duration reset(Function<String, @Nullable String> header, String what) {
    String remaining = header.apply("x-ratelimit-remaining-" + what);
    String reset = header.apply("x-ratelimit-reset-" + what);
    boolean usedUp = remaining == null || remaining.strip().matches("0+(\\.0+)?");
    return reset == null || !usedUp ? null : span(reset.strip());
  }

  private static @Nullable Duration span(String text) {
    double seconds = 0;
    Matcher part = PART.matcher(text);
    int end = 0;
    while (part.find() && part.start() == end) {
      seconds += Double.parseDouble(part.group(1)) * SECONDS.getOrDefault(part.group(2), 1.0);
      end = part.end();
    }
    return end == 0 || end < text.length()
        ? null
        : Duration.ofMillis((long) (Math.min(seconds, MAX_SECONDS) * 1000));
  }
}
