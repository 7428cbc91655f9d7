package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.http.HttpLimits;
import dev.sessionmanager.messaging.MessagingProvider;
import dev.sessionmanager.messaging.SettingNames;
import dev.sessionmanager.messaging.TextForm;
import dev.sessionmanager.problem.WrongSetting;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One instance of Evolution's.
 *
 * @param name by which this instance is known among several, in its webhooks' address and in
 *     conversations; empty: as Evolution calls it
 * @param names how the operator has written these settings
 * @param url Evolution's address ({@code EVOLUTION_API_URL}); empty: no WhatsApp
 * @param token its API key, the global one or the instance's ({@code EVOLUTION_API_TOKEN})
 * @param instance the instance that is served ({@code INSTANCE_NAME})
 * @param version how Evolution is spoken to ({@code evolution.version}): auto, 1 or 2
 * @param agent who answers ({@code WHATSAPP_AGENT}); {@code none}: nobody
 * @param webhook how senders of webhooks are known
 * @param groups answer in groups, too ({@code evolution.groups})
 * @param language of the sentences of our own ({@code EVOLUTION_LANGUAGE})
 * @param typingDelay how long "typing" is shown before a message ({@code evolution.typing-delay})
 * @param messageChars the longest message that is sent ({@code evolution.message-chars})
 * @param handoverQuiet how long the bot is silent after a human wrote on the phone ({@code
 *     evolution.handover-quiet})
 * @param backWord what a human writes on the phone to give a conversation back to the bot ({@code
 *     evolution.back-word}); empty: nothing
 * @param handoverNumber who is told that somebody wants a human ({@code
 *     EVOLUTION_HANDOVER_NUMBER}); empty: nobody
 * @param connectTimeout for a connection ({@code evolution.connect-timeout})
 * @param answerTimeout for an answer as a whole, beside the typing ({@code
 *     evolution.answer-timeout})
 * @param connectionsMax connections at once ({@code evolution.connections-max})
 * @param answerMax the largest answer that is read ({@code evolution.answer-max})
 * @param missedMax messages that are looked through after downtime ({@code evolution.missed-max})
 * @param rememberedMax hidden numbers, and ids of messages sent, that are remembered ({@code
 *     evolution.remembered-max})
 */
@ConfigurationProperties("evolution")
record EvolutionSettings(
    @DefaultValue("") String name,
    @DefaultValue SettingNames names,
    @Nullable URI url,
    String token,
    String instance,
    String version,
    String agent,
    Webhook webhook,
    boolean groups,
    Locale language,
    Duration typingDelay,
    int messageChars,
    Duration handoverQuiet,
    String backWord,
    String handoverNumber,
    Duration connectTimeout,
    Duration answerTimeout,
    int connectionsMax,
    DataSize answerMax,
    int missedMax,
    int rememberedMax) {

  /**
   * @param header the name of a header that Evolution is told to send ({@code
   *     evolution.webhook.header})
   * @param headerValue its value ({@code EVOLUTION_WEBHOOK_HEADER_VALUE}); empty, where there is no
   *     key either: one that the service makes, and {@code check} registers
   * @param jwtKey the {@code jwt_key} that Evolution signs its bearer tokens with ({@code
   *     EVOLUTION_WEBHOOK_JWT_KEY}); empty: not checked
   * @param jwtGrace how long after its expiry a token is still taken ({@code
   *     evolution.webhook.jwt-grace})
   */
  record Webhook(String header, String headerValue, String jwtKey, Duration jwtGrace) {

    /**
     * What Evolution is to send with each webhook.
     *
     * @param secret where neither setting has one
     */
    Map<String, String> headers(String secret) {
      Map<String, String> headers = new HashMap<>();
      if (!headerValue.isEmpty()) {
        headers.put(header, headerValue);
      } else if (jwtKey.isEmpty() && !header.isBlank()) {
        headers.put(header, secret);
      }
      if (!jwtKey.isEmpty()) {
        headers.put("jwt_key", jwtKey);
      }
      return headers;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
      return "Webhook[" + header + ']';
    }
  }

  /** The name of the channel. */
  static final String CHANNEL = "whatsapp";

  /** A number of 8 to 15 digits (ITU-T E.164), as people write it. */
  private static final Pattern PHONE = Pattern.compile("\\+?(?:[ ()./-]*\\d){8,15}");

  EvolutionSettings {
    if (url != null && url.toString().isEmpty()) {
      url = null;
    }
    WrongSetting.unless(
        url == null || HttpCall.canCall(url),
        names.of("url", "EVOLUTION_API_URL") + " must be an address like http://localhost:8080.");
    WrongSetting.unless(
        url == null || (!token.isBlank() && !instance.isBlank()),
        "%s needs %s and %s as well."
            .formatted(
                names.of("url", "EVOLUTION_API_URL"),
                names.of("token", "EVOLUTION_API_TOKEN"),
                names.of("instance", "INSTANCE_NAME")));
    WrongSetting.when(
        instance.contains("/"),
        names.of("instance", "INSTANCE_NAME") + " must not contain a slash.");
    WrongSetting.unless(
        handoverNumber.isBlank() || PHONE.matcher(handoverNumber.strip()).matches(),
        names.of("handover-number", "EVOLUTION_HANDOVER_NUMBER")
            + " must be a number with its country's code, like 59899123456.");
    WrongSetting.unless(
        List.of("auto", "1", "2").contains(version), "evolution.version must be auto, 1 or 2.");
    WrongSetting.unless(
        webhook.headerValue().isEmpty() || !webhook.header().isBlank(),
        names.of("webhook.header-value", "EVOLUTION_WEBHOOK_HEADER_VALUE")
            + " needs "
            + names.of("webhook.header", "evolution.webhook.header")
            + " as well.");
    WrongSetting.unless(
        !typingDelay.isNegative() && typingDelay.compareTo(Duration.ofSeconds(20)) <= 0,
        "evolution.typing-delay must be from 0s to 20s.");
    WrongSetting.unless(messageChars >= 100, "evolution.message-chars must be at least 100.");
    WrongSetting.unless(
        !handoverQuiet.isNegative() && !webhook.jwtGrace().isNegative(),
        "evolution.handover-quiet and evolution.webhook.jwt-grace must not be negative.");
    WrongSetting.unless(
        connectTimeout.isPositive() && answerTimeout.isPositive(),
        "evolution.connect-timeout and evolution.answer-timeout must be above 0.");
    WrongSetting.unless(
        connectionsMax >= 1 && answerMax.toBytes() >= 1024 && missedMax >= 0 && rememberedMax >= 1,
        "evolution.connections-max and evolution.remembered-max must be at least 1,"
            + " evolution.answer-max at least 1KB, evolution.missed-max not negative.");
  }

  /** By which the instance is known here. */
  String account() {
    return name.isEmpty() ? instance : name;
  }

  /** A setting of this instance's, as the operator finds it. */
  String setting(String property, String variable) {
    return names.of(property, variable, account());
  }

  /** Evolution, by which WhatsApp is spoken to. */
  MessagingProvider provider() {
    return new MessagingProvider(
        CHANNEL,
        account(),
        "Evolution",
        setting("url", "EVOLUTION_API_URL"),
        setting("webhook.header-value", "EVOLUTION_WEBHOOK_HEADER_VALUE"),
        url == null ? "" : url.toString().replaceAll("/+$", ""),
        "apikey",
        token,
        new HttpLimits(connectTimeout, connectionsMax, answerMax.toBytes()),
        answerTimeout,
        agent,
        TextForm.WHATSAPP,
        messageChars);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "EvolutionSettings[" + instance + ']';
  }
}
