package dev.sessionmanager.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.messaging.AnsweredPlace;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessagingChannel;
import dev.sessionmanager.messaging.MessagingFigures;
import dev.sessionmanager.messaging.Messenger;
import dev.sessionmanager.messaging.Messengers;
import dev.sessionmanager.messaging.Trouble;
import dev.sessionmanager.messaging.WebhookLog;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.trace.Audit;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Helps to connect messaging providers: says what is missing, and registers the webhooks that the
 * providers are to call. Asks the providers, so that a call may take their time-outs.
 */
@RestController
class SetupController {

  private final Messengers messengers;
  private final Agents agents;
  private final WebhookLog webhooks;
  private final MessagingFigures figures;

  SetupController(
      Messengers messengers, Agents agents, WebhookLog webhooks, MessagingFigures figures) {
    this.figures = figures;
    this.messengers = messengers;
    this.agents = agents;
    this.webhooks = webhooks;
  }

  /**
   * How a messaging channel is connected.
   *
   * @param account which of its accounts; absent where it has one only
   * @param connected whether its settings are there
   * @param ready whether its messages can be answered; false where it is not connected
   * @param answers who answers where; absent where that is not known
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Finding(
      String channel,
      @Nullable String account,
      boolean connected,
      boolean ready,
      String detail,
      List<AnsweredPlace> answers) {}

  /**
   * Whom the providers are to call.
   *
   * @param url this service's address, as they reach it
   * @param replace whether it may take another program's place; absent: it may not
   */
  record Registration(@Nullable String url, @Nullable Boolean replace) {

    boolean replacing() {
      return Boolean.TRUE.equals(replace);
    }

    @AssertTrue(message = "address")
    boolean isUrl() {
      return address().isPresent();
    }

    private Optional<URI> address() {
      try {
        URI base = URI.create(url == null ? "" : url.strip().replaceAll("/+$", ""));
        return Optional.of(base)
            .filter(HttpCall::canCall)
            .filter(address -> address.getQuery() == null && address.getUserInfo() == null);
      } catch (IllegalArgumentException wrong) {
        return Optional.empty();
      }
    }
  }

  @GetMapping("/admin/setup")
  Map<String, List<Finding>> check() {
    List<Finding> findings = new ArrayList<>();
    for (MessagingChannel channel : messengers.channels()) {
      findings.add(find(channel).map(this::checked).orElseGet(() -> missing(channel)));
    }
    return Map.of("channels", findings);
  }

  /** Has every connected provider call this service, by the address that it is reached at. */
  @PostMapping("/admin/setup/webhooks")
  Map<String, List<Finding>> register(
      @RequestBody @Valid Registration registration, Caller caller) {
    URI base = registration.address().orElseThrow();
    Audit.note(caller.operator(), "webhooks.register", base.toString(), Audit.DONE);
    List<Finding> findings = new ArrayList<>();
    for (MessagingChannel channel : messengers.channels()) {
      URI webhook = URI.create(base + channel.path());
      find(channel)
          .ifPresent(
              messenger -> findings.add(register(messenger, webhook, registration.replacing())));
    }
    return Map.of("channels", findings);
  }

  private Optional<Messenger> find(MessagingChannel channel) {
    return messengers.find(channel.provider());
  }

  private Finding checked(Messenger messenger) {
    Health health = messenger.check();
    List<AnsweredPlace> answers = health.up() ? answers(messenger) : List.of();
    String quiet =
        figures.troubles(messenger.provider()).stream()
            .filter(trouble -> trouble.trouble() == Trouble.Kind.WEBHOOKS_QUIET)
            .map(trouble -> " " + trouble.detail())
            .collect(Collectors.joining());
    String detail = health.detail() + quiet + ' ' + webhooks.notice(messenger.channel());
    String unknown =
        answers.stream()
            .flatMap(place -> Optional.ofNullable(place.agent()).stream())
            .filter(agent -> agents.find(agent).isEmpty())
            .distinct()
            .map(agent -> " There is no agent called " + agent + '.')
            .collect(Collectors.joining());
    return new Finding(
        messenger.channel(),
        account(messenger),
        true,
        health.up() && unknown.isEmpty(),
        detail.strip() + unknown,
        answers);
  }

  private static List<AnsweredPlace> answers(Messenger messenger) {
    try {
      return messenger.places();
    } catch (DeliveryFailure failure) {
      String place = "everywhere, as far as is known: " + failure.reason();
      return List.of(AnsweredPlace.of(place, messenger.agent(null)));
    }
  }

  private @Nullable String account(Messenger messenger) {
    boolean several = !messengers.name(messenger).equals(messenger.channel());
    return several ? messenger.provider().account() : null;
  }

  private static Finding missing(MessagingChannel channel) {
    return new Finding(
        channel.provider().channel(),
        null,
        false,
        false,
        "Not connected: set "
            + channel.provider().connectedBy()
            + " and what docs/messaging.md names beside it.",
        List.of());
  }

  private Finding register(Messenger messenger, URI webhook, boolean replacing) {
    try {
      String left = messenger.register(webhook, replacing).map(s -> " " + s).orElse("");
      return new Finding(
          messenger.channel(),
          account(messenger),
          true,
          true,
          "It calls " + webhook + " from now on." + left,
          List.of());
    } catch (DeliveryFailure failure) {
      return new Finding(
          messenger.channel(), account(messenger), true, false, failure.reason(), List.of());
    }
  }
}
