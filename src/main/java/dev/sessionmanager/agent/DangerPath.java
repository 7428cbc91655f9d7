package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.WrongSetting;
import dev.sessionmanager.safety.Danger;
import dev.sessionmanager.safety.Dangers;
import dev.sessionmanager.safety.HelpLines;
import dev.sessionmanager.safety.SafetyAnswer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The safety path: an answer to danger that needs no model, with the help lines of the country that
 * the person names, now or earlier in the conversation, else of {@code SAFETY_COUNTRY}. What it
 * reads is read at the first message, once.
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

  /** Countries of Portuguese that have lines. */
  private static final List<String> PORTUGUESE = List.of("BR", "PT");

  private static final class Read {
    private static final Dangers DANGERS = new Dangers();
    private static final HelpLines LINES = new HelpLines();
    private static final SafetyAnswer ANSWER = new SafetyAnswer(LINES);
  }

  private final Settings settings;

  DangerPath(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Optional<Reply> apply(Prompt prompt) {
    Optional<Danger> found = found(prompt);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Danger danger = found.get();
    boolean doubt = danger.urgency() == Danger.Urgency.DOUBT;
    log.info("A sign of danger was answered: {}, {}", danger.kind(), danger.urgency());
    String kind = danger.kind().name().toLowerCase(Locale.ROOT);
    return Optional.of(
        Reply.of(Read.ANSWER.to(danger, country(prompt, danger.language())))
            .withMeta(
                doubt ? Map.of("danger", kind, "danger_doubt", true) : Map.of("danger", kind)));
  }

  /** What was asked in doubt once is a danger when the answer is yes, or is in doubt again. */
  private static Optional<Danger> found(Prompt prompt) {
    Optional<Danger> found = Read.DANGERS.in(prompt.text());
    boolean yes = found.isEmpty() && Read.ANSWER.saysYes(prompt.text());
    boolean doubt = found.filter(d -> d.urgency() == Danger.Urgency.DOUBT).isPresent();
    if (!yes && !doubt) {
      return found;
    }
    Optional<Danger> asked =
        prompt.history().get().reversed().stream()
            .filter(message -> message.role() == Role.ASSISTANT)
            .findFirst()
            .flatMap(message -> Optional.ofNullable(message.text()))
            .flatMap(Read.ANSWER::doubt);
    return asked
        .map(d -> found.orElse(d))
        .map(d -> new Danger(d.kind(), Danger.Urgency.CONCERN, d.language()))
        .or(() -> found);
  }

  /**
   * The country that the person named last. Who writes Portuguese and names none gets Brazil's
   * lines, unless the service's own country speaks it.
   */
  private String country(Prompt prompt, String language) {
    return Read.LINES
        .countryIn(prompt.text())
        .or(() ->
            prompt.history().get().reversed().stream()
                .filter(message -> message.role() == Role.USER)
                .flatMap(message -> Stream.ofNullable(message.text()))
                .flatMap(text -> Read.LINES.countryIn(text).stream())
                .findFirst())
        .orElse(
            language.equals("pt") && !PORTUGUESE.contains(settings.country())
                ? PORTUGUESE.getFirst()
                : settings.country());
  }
}
