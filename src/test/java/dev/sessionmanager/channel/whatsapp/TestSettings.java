package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.messaging.SettingNames;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.util.unit.DataSize;

/** Settings of tests, a few of them changed. */
final class TestSettings {

  boolean groups;
  String version = "auto";
  String token = EvolutionStub.KEY;
  String instance = EvolutionStub.INSTANCE;
  String handoverNumber = "";
  Duration typing = Duration.ZERO;
  Duration answer = Duration.ofSeconds(10);
  DataSize answerMax = DataSize.ofMegabytes(1);
  int missedMax = 2000;

  static final MessageSettings LIMITS = new MessageSettings(200);

  EvolutionSettings at(String url) {
    return new EvolutionSettings(
        "",
        SettingNames.VARIABLES,
        URI.create(url),
        token,
        instance,
        version,
        "royal",
        new EvolutionSettings.Webhook("X-Webhook-Token", "", "", Duration.ofHours(1)),
        groups,
        Locale.of("es"),
        typing,
        4096,
        Duration.ofMinutes(30),
        "#bot",
        handoverNumber,
        Duration.ofSeconds(1),
        answer,
        8,
        answerMax,
        missedMax,
        1000);
  }

  /** Forgotten with the test. */
  static HiddenNumbers numbers(EvolutionSettings settings) {
    return new HiddenNumbers(settings, hidden -> Optional.empty(), (hidden, number) -> {});
  }

  static ResourceBundleMessageSource texts() {
    ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
    texts.setBasename("messages");
    texts.setDefaultEncoding("UTF-8");
    texts.setFallbackToSystemLocale(false);
    return texts;
  }
}
