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

  /** Prometheus wants the same tags always. */
  private static final String NO_ERROR = "none";

  private final Meter.MeterProvider<Timer> durations;
  private final Meter.MeterProvider<Timer> firstTokens;
  private final Meter.MeterProvider<DistributionSummary> tokens;

  GenAiMetrics(MeterRegistry meters) {
    durations =
        Timer.builder("gen_ai.client.operation.duration")
            .description("Time from a request to a model to its answer or failure")
            .withRegistry(meters);
    firstTokens =
        Timer.builder("gen_ai.server.time_to_first_token")
            .description("Time from a request to a model to the first piece of its answer")
            .withRegistry(meters);
    tokens =
        DistributionSummary.builder("gen_ai.client.token.usage")
            .description("Tokens that a model read or wrote for an answer")
            .baseUnit("token")
            .withRegistry(meters);
  }

  /** What a model is asked for. */
  enum Operation {
    CHAT("chat"),
    EMBEDDINGS("embeddings");

    private final String wire;

    Operation(String wire) {
      this.wire = wire;
    }
  }

  /** Notes an answer, from the first request of it to its end. */
  void answered(Target target, Usage usage, long nanos) {
    failed(Operation.CHAT, target, NO_ERROR, nanos);
    Tags tags = tags(Operation.CHAT, target);
    firstTokens.withTags(tags).record(usage.firstTokenMillis(), TimeUnit.MILLISECONDS);
    tokens.withTags(tags.and("gen_ai.token.type", "input")).record(usage.inputTokens());
    tokens.withTags(tags.and("gen_ai.token.type", "output")).record(usage.outputTokens());
  }

  /** Notes vectors, and how many tokens the texts had. */
  void embedded(Target target, int inputTokens, long nanos) {
    failed(Operation.EMBEDDINGS, target, NO_ERROR, nanos);
    Tags tags = tags(Operation.EMBEDDINGS, target);
    tokens.withTags(tags.and("gen_ai.token.type", "input")).record(inputTokens);
  }

  /** Notes a failure, by the code of its problem. */
  void failed(Operation operation, Target target, String error, long nanos) {
    durations
        .withTags(tags(operation, target).and("error.type", error))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private static Tags tags(Operation operation, Target target) {
    return Tags.of(
        "gen_ai.operation.name", operation.wire,
        "gen_ai.provider.name", target.provider(),
        "gen_ai.request.model", target.model());
  }
}
