package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.WrongSetting;
import dev.sessionmanager.safety.Danger;
import dev.sessionmanager.safety.DangerSigns;
import dev.sessionmanager.safety.HelpLines;
import dev.sessionmanager.safety.SafetyAnswer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The safety path by the signs of danger that are written down: help lines of the country that the
 * person names, now or earlier in the conversation, else of {@code SAFETY_COUNTRY}. What it reads
 * is read at the first message, once.
 */
final class DangerPath implements Function<Prompt, Optional<Reply>> {

  private static final Logger log = LoggerFactory.getLogger(DangerPath.class);

  /**
   * @param country whose help lines are named where the person names none: two letters of ISO 3166
   *     ({@code SAFETY_COUNTRY})
   */
  @ConfigurationProperties("safety")
  record Settings(String country) {

    Settings {
      WrongSetting.when(
          !country.matches("[A-Za-z]{2}"),
          "SAFETY_COUNTRY must be a country's two letters, like AR.");
      country = country.toUpperCase(Locale.ROOT);
    }
  }

  private static final class Read {
    private static final DangerSigns SIGNS = new DangerSigns();
    private static final HelpLines LINES = new HelpLines();
    private static final SafetyAnswer ANSWER = new SafetyAnswer(LINES);
  }

  private final Settings settings;

  DangerPath(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Optional<Reply> apply(Prompt prompt) {
    Optional<Danger> found = Read.SIGNS.in(prompt.text());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Danger danger = found.get();
    log.info("A sign of danger was answered: {}, {}", danger.kind(), danger.urgency());
    return Optional.of(
        Reply.of(Read.ANSWER.to(danger, country(prompt)))
            .withMeta(Map.of("danger", danger.kind().name().toLowerCase(Locale.ROOT))));
  }

  /** The country that the person named last. */
  private String country(Prompt prompt) {
    return Read.LINES
        .countryIn(prompt.text())
        .or(() ->
            prompt.history().get().reversed().stream()
                .filter(message -> message.role() == Role.USER)
                .flatMap(message -> Stream.ofNullable(message.text()))
                .flatMap(text -> Read.LINES.countryIn(text).stream())
                .findFirst())
        .orElse(settings.country());
  }
}
