package dev.sessionmanager.model;

import dev.sessionmanager.conversation.Usage;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  private final MeterRegistry meters;
  private final Map<String, Timer> durations = new ConcurrentHashMap<>();
  private final Map<Target, Answers> answers = new ConcurrentHashMap<>();

  GenAiMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  private record Answers(Timer firstToken, DistributionSummary input, DistributionSummary output) {}

  /** Notes an answer, from the first request of it to its end. */
  void answered(Target target, Usage usage, long nanos) {
    duration(target, NONE).record(nanos, TimeUnit.NANOSECONDS);
    Answers of = answers.computeIfAbsent(target, this::answers);
    of.firstToken().record(usage.firstTokenMillis(), TimeUnit.MILLISECONDS);
    of.input().record(usage.inputTokens());
    of.output().record(usage.outputTokens());
  }

  /** Notes a failure, by the code of its problem. */
  void failed(Target target, String error, long nanos) {
    duration(target, error).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer duration(Target target, String error) {
    return durations.computeIfAbsent(
        target.name() + ' ' + error,
        key ->
            Timer.builder(DURATION)
                .description("Time from a request to a model to its answer or failure")
                .tags(OPERATION, CHAT, PROVIDER, target.provider(), MODEL, target.model())
                .tag(ERROR, error)
                .register(meters));
  }

  private Answers answers(Target target) {
    return new Answers(
        Timer.builder(FIRST_TOKEN)
            .description("Time from a request to a model to the first piece of its answer")
            .tags(OPERATION, CHAT, PROVIDER, target.provider(), MODEL, target.model())
            .register(meters),
        tokens(target, "input"),
        tokens(target, "output"));
  }

  private DistributionSummary tokens(Target target, String type) {
    return DistributionSummary.builder(TOKENS)
        .description("Tokens that a model read or wrote for an answer")
        .baseUnit("token")
        .tags(OPERATION, CHAT, PROVIDER, target.provider(), MODEL, target.model())
        .tag(TOKEN_TYPE, type)
        .register(meters);
  }
}
