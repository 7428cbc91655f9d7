package dev.sessionmanager.model;

import dev.sessionmanager.conversation.Usage;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * What models took, under the names of the OpenTelemetry conventions for generative AI
 * (opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics), all of which stand here.
 */
final class GenAiMetrics {

  private static final String DURATION = "gen_ai.client.operation.duration";
  private static final String TOKENS = "gen_ai.client.token.usage";
  private static final String FIRST_TOKEN = "gen_ai.server.time_to_first_token";

  private static final String OPERATION = "gen_ai.operation.name";
  private static final String PROVIDER = "gen_ai.provider.name";
  private static final String MODEL = "gen_ai.request.model";
  private static final String TOKEN_TYPE = "gen_ai.token.type";
  private static final String ERROR = "error.type";

  /** The operation of every call that is made here. */
  private static final String CHAT = "chat";

  /** The value of {@link #ERROR} where there is none: Prometheus wants the same tags always. */
  private static final String NONE = "none";

  private final Meter.MeterProvider<Timer> durations;
  private final Meter.MeterProvider<Timer> firstTokens;
  private final Meter.MeterProvider<DistributionSummary> tokens;

  GenAiMetrics(MeterRegistry meters) {
    durations =
        Timer.builder(DURATION)
            .description("Time from a request to a model to its answer or failure")
            .withRegistry(meters);
    firstTokens =
        Timer.builder(FIRST_TOKEN)
            .description("Time from a request to a model to the first piece of its answer")
            .withRegistry(meters);
    tokens =
        DistributionSummary.builder(TOKENS)
            .description("Tokens that a model read or wrote for an answer")
            .baseUnit("token")
            .withRegistry(meters);
  }

  /** Notes an answer, from the first request of it to its end. */
  void answered(Target target, Usage usage, long nanos) {
    failed(target, NONE, nanos);
    Tags tags = tags(target);
    firstTokens.withTags(tags).record(usage.firstTokenMillis(), TimeUnit.MILLISECONDS);
    tokens.withTags(tags.and(TOKEN_TYPE, "input")).record(usage.inputTokens());
    tokens.withTags(tags.and(TOKEN_TYPE, "output")).record(usage.outputTokens());
  }

  /** Notes a failure, by the code of its problem. */
  void failed(Target target, String error, long nanos) {
    durations.withTags(tags(target).and(ERROR, error)).record(nanos, TimeUnit.NANOSECONDS);
  }

  private static Tags tags(Target target) {
    return Tags.of(OPERATION, CHAT, PROVIDER, target.provider(), MODEL, target.model());
  }
}
