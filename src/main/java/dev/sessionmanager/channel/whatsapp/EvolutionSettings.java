package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.http.HttpLimits;
import dev.sessionmanager.messaging.MessengerHttp;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param url Evolution's address ({@code EVOLUTION_API_URL}); empty: no WhatsApp
 * @param token its API key, the global one or the instance's ({@code EVOLUTION_API_TOKEN})
 * @param instance the instance that is served ({@code INSTANCE_NAME})
 * @param version how Evolution is spoken to ({@code EVOLUTION_VERSION}): auto, 1 or 2
 * @param agent who answers ({@code WHATSAPP_AGENT})
 * @param webhook how senders of webhooks are known
 * @param groups answer in groups, too ({@code EVOLUTION_GROUPS})
 * @param language of the sentences of our own ({@code EVOLUTION_LANGUAGE})
 * @param typingDelay how long "typing" is shown before a message ({@code EVOLUTION_TYPING_DELAY})
 * @param messageChars the longest message that is sent ({@code EVOLUTION_MESSAGE_CHARS})
 * @param textMax the longest text that is taken, in characters ({@code MESSAGE_MAX_CHARS})
 * @param handoverQuiet how long the bot is silent after a human wrote on the phone ({@code
 *     HANDOVER_QUIET})
 * @param backWord what a human writes on the phone to give a conversation back to the bot ({@code
 *     EVOLUTION_BACK_WORD}); empty: nothing
 * @param handoverNumber who is told that somebody wants a human ({@code
 *     EVOLUTION_HANDOVER_NUMBER}); empty: nobody
 * @param connectTimeout for a connection ({@code EVOLUTION_CONNECT_TIMEOUT})
 * @param answerTimeout for an answer as a whole, beside the typing ({@code
 *     EVOLUTION_ANSWER_TIMEOUT})
 * @param connectionsMax connections at once ({@code EVOLUTION_CONNECTIONS_MAX})
 * @param answerMax the largest answer that is read ({@code EVOLUTION_ANSWER_MAX_BYTES})
 * @param missedMax messages that are looked through after downtime ({@code EVOLUTION_MISSED_MAX})
 * @param rememberedMax hidden numbers, and ids of messages sent, that are remembered ({@code
 *     EVOLUTION_REMEMBERED_MAX})
 */
@ConfigurationProperties("evolution")
record EvolutionSettings(
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
    int textMax,
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
   *     EVOLUTION_WEBHOOK_HEADER})
   * @param headerValue its value ({@code EVOLUTION_WEBHOOK_HEADER_VALUE}); empty: not checked
   * @param jwtKey the {@code jwt_key} that Evolution signs its bearer tokens with ({@code
   *     EVOLUTION_WEBHOOK_JWT_KEY}); empty: not checked
   * @param jwtGrace how long after its expiry a token is still taken ({@code
   *     EVOLUTION_WEBHOOK_JWT_GRACE})
   */
  record Webhook(String header, String headerValue, String jwtKey, Duration jwtGrace) {

    /** What Evolution is to send with each webhook. */
    Map<String, String> headers() {
      Map<String, String> headers = new HashMap<>();
      if (!headerValue.isEmpty()) {
        headers.put(header, headerValue);
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

  EvolutionSettings {
    if (url != null && !url.toString().isEmpty()) {
      if (url.getHost() == null || !("" + url.getScheme()).matches("https?")) {
        throw new IllegalArgumentException(
            "EVOLUTION_API_URL must be an address like http://localhost:8080.");
      }
      if (token.isBlank() || instance.isBlank()) {
        throw new IllegalArgumentException(
            "EVOLUTION_API_URL needs EVOLUTION_API_TOKEN and INSTANCE_NAME as well.");
      }
    }
    if (!List.of("auto", "1", "2").contains(version)) {
      throw new IllegalArgumentException("EVOLUTION_VERSION must be auto, 1 or 2.");
    }
    if (!webhook.headerValue().isEmpty() && webhook.header().isBlank()) {
      throw new IllegalArgumentException(
          "EVOLUTION_WEBHOOK_HEADER_VALUE needs EVOLUTION_WEBHOOK_HEADER as well.");
    }
    if (typingDelay.isNegative() || typingDelay.compareTo(Duration.ofSeconds(20)) > 0) {
      throw new IllegalArgumentException("EVOLUTION_TYPING_DELAY must be from 0s to 20s.");
    }
    if (messageChars < 100 || textMax < 1) {
      throw new IllegalArgumentException(
          "EVOLUTION_MESSAGE_CHARS must be at least 100, MESSAGE_MAX_CHARS at least 1.");
    }
    if (handoverQuiet.isNegative() || webhook.jwtGrace().isNegative()) {
      throw new IllegalArgumentException(
          "HANDOVER_QUIET and EVOLUTION_WEBHOOK_JWT_GRACE must not be negative.");
    }
    if (!connectTimeout.isPositive() || !answerTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "EVOLUTION_CONNECT_TIMEOUT and EVOLUTION_ANSWER_TIMEOUT must be above 0.");
    }
    if (connectionsMax < 1 || answerMax.toBytes() < 1024 || missedMax < 0 || rememberedMax < 1) {
      throw new IllegalArgumentException(
          "EVOLUTION_CONNECTIONS_MAX and EVOLUTION_REMEMBERED_MAX must be at least 1,"
              + " EVOLUTION_ANSWER_MAX_BYTES at least 1KB, EVOLUTION_MISSED_MAX not negative.");
    }
  }

  /** How it is called. */
  MessengerHttp.Provider provider() {
    return new MessengerHttp.Provider(
        "Evolution",
        "EVOLUTION_API_URL",
        String.valueOf(url).replaceAll("/+$", ""),
        "apikey",
        token,
        new HttpLimits(connectTimeout, connectionsMax, answerMax.toBytes()),
        answerTimeout);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "EvolutionSettings[" + instance + ']';
  }
}
