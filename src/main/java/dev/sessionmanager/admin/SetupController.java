package dev.sessionmanager.admin;

import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessagingChannel;
import dev.sessionmanager.messaging.Messenger;
import dev.sessionmanager.messaging.Messengers;
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
  private final WebhookLog webhooks;

  SetupController(Messengers messengers, WebhookLog webhooks) {
    this.messengers = messengers;
    this.webhooks = webhooks;
  }

  /**
   * How a messaging channel is connected.
   *
   * @param connected whether its settings are there
   * @param ready whether its messages can be answered; false where it is not connected
   */
  record Finding(String channel, boolean connected, boolean ready, String detail) {}

  record Registration(@Nullable String url) {

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
      URI webhook = URI.create(base + channel.paths().getFirst());
      find(channel).ifPresent(messenger -> findings.add(register(messenger, webhook)));
    }
    return Map.of("channels", findings);
  }

  private Optional<Messenger> find(MessagingChannel channel) {
    return messengers.find(channel.provider().channel());
  }

  private Finding checked(Messenger messenger) {
    Health health = messenger.check();
    String detail = health.detail() + ' ' + webhooks.notice(messenger.channel());
    return new Finding(messenger.channel(), true, health.up(), detail.strip());
  }

  private static Finding missing(MessagingChannel channel) {
    return new Finding(
        channel.provider().channel(),
        false,
        false,
        "Not connected: set "
            + channel.provider().connectedBy()
            + " and what docs/messaging.md names beside it.");
  }

  private static Finding register(Messenger messenger, URI webhook) {
    try {
      String left = messenger.register(webhook).map(s -> " " + s).orElse("");
      return new Finding(
          messenger.channel(), true, true, "It calls " + webhook + " from now on." + left);
    } catch (DeliveryFailure failure) {
      return new Finding(messenger.channel(), true, false, failure.reason());
    }
  }
}
