package dev.sessionmanager.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The addresses that messaging providers call, {@code POST /webhook/…}: one road for all channels.
 * What is answered stands in {@link SenderRetries}.
 */
@Component
class WebhookRoutes {

  private static final Method RECEIVE =
      Objects.requireNonNull(
          ReflectionUtils.findMethod(
              Handler.class, "receive", HttpServletRequest.class, Caller.class, String.class));

  private final WebhookLog log;
  private final int bodyMax;
  private final Clock clock;

  WebhookRoutes(
      Messengers messengers,
      WebhookLog log,
      @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping routes,
      @Value("${web.body-max}") DataSize bodyMax,
      Clock clock) {
    this.log = log;
    this.bodyMax = Math.toIntExact(bodyMax.toBytes());
    this.clock = clock;
    for (MessagingChannel channel : messengers.channels()) {
      RequestMappingInfo info =
          RequestMappingInfo.paths(channel.paths().toArray(String[]::new))
              .methods(RequestMethod.POST)
              .options(routes.getBuilderConfiguration())
              .build();
      routes.registerMapping(info, new Handler(channel), RECEIVE);
    }
  }

  /**
   * The contract's answer; hardly a provider reads it.
   *
   * @param ignored why it was of no use; absent where it was
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Receipt(String status, Instant timestamp, @Nullable String ignored) {}

  /** Takes the webhooks of one channel. */
  final class Handler {

    private final MessagingChannel channel;

    private Handler(MessagingChannel channel) {
      this.channel = channel;
    }

    @ResponseBody
    Receipt receive(
        HttpServletRequest request,
        Caller caller,
        @PathVariable(required = false) @Nullable String event)
        throws IOException {
      MessagingProvider provider = channel.provider();
      if (!provider.connected()) {
        throw new Problem(Kind.NOT_FOUND).setting(provider.connectedBy());
      }
      Webhook webhook = new Webhook(request, caller, event, bodyMax);
      Optional<String> refusal = channel.refusal(webhook);
      if (refusal.isPresent()) {
        log.refused(provider, caller.address(), refusal.get());
        throw channel.retries().refused().setting(provider.verifiedBy());
      }
      return new Receipt("received", clock.instant().truncatedTo(ChronoUnit.MILLIS), take(webhook));
    }

    private @Nullable String take(Webhook webhook) throws IOException {
      try {
        return channel.take(webhook);
      } catch (Problem problem) {
        throw problem.kind() == Kind.STORAGE_FAILED
            ? channel.retries().notStored(problem)
            : problem;
      }
    }
  }
}
