package dev.sessionmanager.admin;

import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.Messenger;
import dev.sessionmanager.messaging.Messengers;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Helps to connect messaging providers: what is missing, in plain words, and the webhooks that they
 * are to call. Asks the providers, so it may take their time-outs.
 */
@RestController
class SetupController {

  /** Channel to the path that its provider calls, and the setting that connects it. */
  private record Provider(String channel, String path, String setting) {}

  private static final List<Provider> PROVIDERS =
      List.of(
          new Provider("chatwoot", "/webhook/chatwoot", "CHATWOOT_API_URL"),
          new Provider("whatsapp", "/webhook/evolution", "EVOLUTION_API_URL"));

  private final Messengers messengers;

  SetupController(Messengers messengers) {
    this.messengers = messengers;
  }

  /**
   * A channel.
   *
   * @param connected whether its settings are there
   * @param ready whether its messages can be answered; false where it is not connected
   */
  record Finding(String channel, boolean connected, boolean ready, String detail) {}

  record Registration(@Nullable String url) {}

  @GetMapping("/admin/setup")
  Map<String, List<Finding>> check() {
    List<Finding> findings = new ArrayList<>();
    for (Provider provider : PROVIDERS) {
      findings.add(find(provider).map(SetupController::checked).orElseGet(() -> missing(provider)));
    }
    return Map.of("channels", findings);
  }

  /** Has every connected provider call this service, by the address that it is reached at. */
  @PostMapping("/admin/setup/webhooks")
  Map<String, List<Finding>> register(@RequestBody Registration registration) {
    URI base = address(registration.url());
    List<Finding> findings = new ArrayList<>();
    for (Provider provider : PROVIDERS) {
      find(provider).ifPresent(m -> findings.add(register(m, URI.create(base + provider.path()))));
    }
    return Map.of("channels", findings);
  }

  private Optional<Messenger> find(Provider provider) {
    return messengers.all().stream()
        .filter(messenger -> messenger.channel().equals(provider.channel()))
        .findFirst();
  }

  private static Finding checked(Messenger messenger) {
    Health health = messenger.check();
    return new Finding(messenger.channel(), true, health.up(), health.detail());
  }

  private static Finding missing(Provider provider) {
    return new Finding(
        provider.channel(),
        false,
        false,
        "Not connected: set "
            + provider.setting()
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

  private static URI address(@Nullable String url) {
    try {
      URI base = URI.create(url == null ? "" : url.strip().replaceAll("/+$", ""));
      String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https"))
          && base.getHost() != null
          && base.getQuery() == null
          && base.getUserInfo() == null) {
        return base;
      }
    } catch (IllegalArgumentException wrong) {
      // refused below
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("url", "address");
    throw Problem.fields(fields);
  }
}
