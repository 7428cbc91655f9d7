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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
 * What is answered stands in {@link SenderRetries}. Of several accounts at a provider a webhook is
 * that one's which its address names, else that one's which it is verified as and says it is of.
 */
@Component
class WebhookRoutes {

  private static final Method RECEIVE =
      Objects.requireNonNull(
          ReflectionUtils.findMethod(
              Handler.class,
              "receive",
              HttpServletRequest.class,
              Caller.class,
              String.class,
              String.class));

  private final WebhookLog log;
  private final QuietWebhooks quiet;
  private final int bodyMax;
  private final Clock clock;

  WebhookRoutes(
      Messengers messengers,
      WebhookLog log,
      QuietWebhooks quiet,
      @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping routes,
      @Value("${web.body-max}") DataSize bodyMax,
      Clock clock) {
    this.log = log;
    this.quiet = quiet;
    this.bodyMax = Math.toIntExact(bodyMax.toBytes());
    this.clock = clock;
    Map<String, List<MessagingChannel>> providers = new LinkedHashMap<>();
    for (MessagingChannel account : messengers.channels()) {
      providers.computeIfAbsent(account.provider().id(), id -> new ArrayList<>()).add(account);
    }
    for (List<MessagingChannel> accounts : providers.values()) {
      RequestMappingInfo info =
          RequestMappingInfo.paths(accounts.getFirst().paths().toArray(String[]::new))
              .methods(RequestMethod.POST)
              .options(routes.getBuilderConfiguration())
              .build();
      routes.registerMapping(info, new Handler(accounts), RECEIVE);
    }
  }

  /**
   * The contract's answer; hardly a provider reads it.
   *
   * @param ignored why it was of no use; absent where it was
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Receipt(String status, Instant timestamp, @Nullable String ignored) {}

  /** Takes the webhooks of one provider. */
  final class Handler {

    private final List<MessagingChannel> accounts;

    private Handler(List<MessagingChannel> accounts) {
      this.accounts = accounts;
    }

    @ResponseBody
    Receipt receive(
        HttpServletRequest request,
        Caller caller,
        @PathVariable(required = false) @Nullable String event,
        @PathVariable(required = false) @Nullable String account)
        throws IOException {
      List<MessagingChannel> connected =
          accounts.stream().filter(one -> one.provider().connected()).toList();
      if (connected.isEmpty()) {
        throw new Problem(Kind.NOT_FOUND).setting(accounts.getFirst().provider().connectedBy());
      }
      Optional<MessagingChannel> byEvent =
          account == null ? named(connected, event) : Optional.empty();
      boolean namesNone = account == null && byEvent.isEmpty();
      List<MessagingChannel> asked =
          namesNone
              ? connected
              : byEvent.or(() -> named(connected, account)).map(List::of).orElse(List.of());
      Webhook webhook = new Webhook(request, caller, byEvent.isPresent() ? null : event, bodyMax);
      List<MessagingChannel> verified = verified(asked, webhook, caller);
      return new Receipt(
          "received",
          clock.instant().truncatedTo(ChronoUnit.MILLIS),
          take(asked, verified, webhook, caller));
    }

    private static Optional<MessagingChannel> named(
        List<MessagingChannel> accounts, @Nullable String name) {
      return accounts.stream().filter(one -> one.provider().account().equals(name)).findFirst();
    }

    /** Those that it may come from; one at least. */
    private List<MessagingChannel> verified(
        List<MessagingChannel> asked, Webhook webhook, Caller caller) throws IOException {
      Set<String> causes = new LinkedHashSet<>();
      List<MessagingChannel> verified = new ArrayList<>();
      Problem unknown = null;
      for (MessagingChannel one : asked) {
        try {
          one.refusal(webhook).ifPresentOrElse(causes::add, () -> verified.add(one));
        } catch (Problem problem) {
          if (problem.kind() != Kind.UNAUTHENTICATED) {
            throw problem;
          }
          unknown = problem; // another account's secret may know it
        }
      }
      if (!verified.isEmpty()) {
        return verified;
      }
      if (unknown != null && causes.isEmpty()) {
        throw unknown;
      }
      if (asked.isEmpty()) {
        causes.add("its address names no account that is served");
      }
      refuseCopy(asked, webhook, caller);
      throw refused(String.join("; ", causes), caller);
    }

    /** For good, where those of the same account come that are known to be the provider's. */
    private void refuseCopy(List<MessagingChannel> asked, Webhook webhook, Caller caller)
        throws IOException {
      for (MessagingChannel one : asked) {
        if (one.isCopy(webhook) && quiet.hears(one.provider()) && one.foreign(webhook).isEmpty()) {
          log.copied(one.provider(), caller.address());
          throw new Problem(Kind.BAD_SIGNATURE).setting(one.provider().verifiedBy());
        }
      }
    }

    private Problem refused(String cause, Caller caller) {
      MessagingChannel any = accounts.getFirst();
      log.refused(any.provider(), caller.address(), cause);
      return any.retries().refused().setting(any.provider().verifiedBy());
    }

    private @Nullable String take(
        List<MessagingChannel> asked,
        List<MessagingChannel> verified,
        Webhook webhook,
        Caller caller)
        throws IOException {
      List<MessagingChannel> its = new ArrayList<>();
      String other = "";
      for (MessagingChannel one : verified) {
        Optional<String> foreign = one.foreign(webhook);
        if (foreign.isEmpty()) {
          its.add(one);
        }
        other = foreign.orElse(other);
      }
      if (its.isEmpty()) {
        for (MessagingChannel one : asked) {
          if (!verified.contains(one) && one.foreign(webhook).isEmpty()) {
            // Another account's secret does not do, and once that is put right it must come again.
            throw refused(one.refusal(webhook).orElse("it is another account's"), caller);
          }
        }
        log.foreign(verified.getFirst().provider(), other);
        return "of an account that is not served";
      }
      if (its.size() > 1) {
        throw refused(
            "two accounts may be meant: have each call the address with its own name at the end",
            caller);
      }
      return take(its.getFirst(), webhook);
    }

    private @Nullable String take(MessagingChannel account, Webhook webhook) throws IOException {
      try {
        String ignored = account.take(webhook);
        quiet.heard(account.provider());
        return ignored;
      } catch (Problem problem) {
        throw problem.kind() == Kind.STORAGE_FAILED
            ? account.retries().notStored(problem)
            : problem;
      }
    }
  }
}
