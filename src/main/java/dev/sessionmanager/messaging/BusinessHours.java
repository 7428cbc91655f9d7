package dev.sessionmanager.messaging;

import dev.sessionmanager.files.BrokenFile;
import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.files.Rechecked;
import dev.sessionmanager.files.WatchedFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Whether people are there now, by the file of {@code messaging.hours-file}, which is looked at
 * again by whoever asks {@code messaging.hours-recheck} (5 s) after the last look. A file that
 * cannot be read leaves what was there before. Without a file nobody is said to be away. Any
 * thread.
 */
@Component
public class BusinessHours {

  private static final Logger log = LoggerFactory.getLogger(BusinessHours.class);

  /** Stands in the file's text for when it opens. */
  private static final String OPENS = "{opens}";

  /**
   * How it is now.
   *
   * @param known whether there is a file
   * @param open true where there is no file
   * @param opens when people are back; null while they are there, and where they never are
   * @param text what is said now in an agent's place; null where the bot answers
   * @param since when it was closed; null while it is open, and where it never was
   */
  public record Now(
      boolean known,
      boolean open,
      @Nullable Instant opens,
      @Nullable String text,
      @Nullable Instant since) {}

  private record Known(@Nullable OpeningHours hours, List<BrokenFile> broken) {}

  private final WatchedFiles<OpeningHours> files;
  private final Rechecked<Known> known;
  private final MessageSource sentences;
  private final Clock clock;

  BusinessHours(SilenceSettings settings, MessageSource sentences, Clock clock) {
    this.files = new WatchedFiles<>(settings.hours(), BusinessHours::read);
    this.known = new Rechecked<>(settings.hoursRecheck(), clock, this::look);
    this.sentences = sentences;
    this.clock = clock;
  }

  private static OpeningHours read(Path file, byte[] content) throws MalformedFile {
    return HoursFile.read(content);
  }

  private Known look(@Nullable Known before) {
    files.look(clock.instant());
    List<BrokenFile> broken = files.broken();
    BrokenFile.warn(log, "Business hours", before == null ? List.of() : before.broken(), broken);
    OpeningHours hours = files.good().values().stream().findFirst().orElse(null);
    // A folder that cannot be read says nothing about the file.
    return new Known(
        hours == null && before != null && !broken.isEmpty() ? before.hours() : hours, broken);
  }

  /**
   * How it is now.
   *
   * @param language of the reader of the text
   */
  public Now now(Locale language) {
    OpeningHours hours = known.get().hours();
    if (hours == null) {
      return new Now(false, true, null, null, null);
    }
    OpeningHours.State state = hours.at(clock.instant());
    String english = language.getLanguage().equals("en") ? hours.english() : null;
    String text = english == null ? hours.text() : english;
    String back = state.opens() == null ? "" : spelled(state.opens(), hours.zone(), language);
    return new Now(
        true,
        state.open(),
        state.opens(),
        state.open() || text == null ? null : text.replace(OPENS, back),
        state.since());
  }

  /**
   * When people are back, a sentence with "el lunes 30 de noviembre a las 9:00"; empty while they
   * are there, where nobody knows, and where they never are.
   */
  public Optional<String> back(Locale language) {
    OpeningHours hours = known.get().hours();
    if (hours == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(hours.at(clock.instant()).opens())
        .map(opens -> new Object[] {spelled(opens, hours.zone(), language)})
        .map(opens -> sentences.getMessage("messaging.back", opens, language));
  }

  private String spelled(Instant time, ZoneId zone, Locale language) {
    ZonedDateTime there = time.atZone(zone);
    Object[] parts = {
      there.getDayOfWeek().getDisplayName(TextStyle.FULL, language),
      DateTimeFormatter.ofLocalizedPattern("MMMMd").withLocale(language).format(there),
      DateTimeFormatter.ofLocalizedPattern("Hm").withLocale(language).format(there)
    };
    return sentences.getMessage("messaging.opens", parts, language);
  }

  /** What is wrong with the file, for the operator. */
  public List<BrokenFile> broken() {
    return known.get().broken();
  }
}
