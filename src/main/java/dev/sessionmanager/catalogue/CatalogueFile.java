package dev.sessionmanager.catalogue;

import dev.sessionmanager.files.BrokenFile;
import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.files.Rechecked;
import dev.sessionmanager.files.WatchedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The catalogue that is in force: the user's own file, else the sample that ships. The file is
 * looked at again by whoever asks {@code catalogue.recheck} (5 s) after the last look; a file that
 * cannot be read leaves what was there before, and counts as empty where nothing was. Any thread.
 */
@Component
final class CatalogueFile {

  private static final Logger log = LoggerFactory.getLogger(CatalogueFile.class);
  private static final String SAMPLE = "/catalogue/royal.csv";

  /** Rows of one reading that are left out and logged by name. */
  private static final int MAX_NAMED = 20;

  private final CatalogueSettings settings;
  private final WatchedFiles<CatalogueIndex> own;
  private final Rechecked<Known> known;

  /**
   * @param sample whether the index is the sample's
   * @param broken what is wrong with the user's file
   */
  private record Known(CatalogueIndex index, boolean sample, List<BrokenFile> broken) {}

  CatalogueFile(CatalogueSettings settings, Clock clock) {
    this.settings = settings;
    this.own = new WatchedFiles<>(settings.listing(), this::read);
    this.known =
        new Rechecked<>(settings.recheck(), clock, before -> look(before, clock.instant()));
  }

  CatalogueIndex index() {
    return known.get().index();
  }

  private Known look(@Nullable Known before, Instant now) {
    own.look(now);
    List<BrokenFile> broken = own.broken();
    BrokenFile.warn(log, "Catalogue", before == null ? List.of() : before.broken(), broken);
    SortedMap<Path, CatalogueIndex> good = own.good();
    if (!good.isEmpty()) {
      return new Known(good.firstEntry().getValue(), false, broken);
    }
    if (!broken.isEmpty()) {
      CatalogueIndex index = before == null ? new CatalogueIndex(List.of()) : before.index();
      return new Known(index, before != null && before.sample(), broken);
    }
    return before != null && before.sample()
        ? new Known(before.index(), true, broken)
        : new Known(sample(), true, broken);
  }

  private CatalogueIndex read(Path file, byte[] content) throws MalformedFile {
    boolean markdown = file.toString().toLowerCase(Locale.ROOT).endsWith(".md");
    try {
      return index(content, markdown, file.toString());
    } catch (IOException e) {
      throw new MalformedFile(0, String.valueOf(e.getMessage()));
    }
  }

  private CatalogueIndex sample() {
    try (InputStream in = CatalogueFile.class.getResourceAsStream(SAMPLE)) {
      return index(Objects.requireNonNull(in, SAMPLE).readAllBytes(), false, SAMPLE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CatalogueIndex index(byte[] content, boolean markdown, String name) throws IOException {
    String text = new String(content, StandardCharsets.UTF_8);
    CatalogueTable table = CatalogueTable.read(text, markdown, settings.maxRows());
    List<String> problems = table.problems();
    problems.stream()
        .limit(MAX_NAMED)
        .forEach(problem -> log.warn("Left out of {}, {}.", name, problem));
    if (problems.size() > MAX_NAMED) {
      log.warn("Left out of {}: {} more.", name, problems.size() - MAX_NAMED);
    }
    log.info("The catalogue has {} products.", table.products().size());
    return new CatalogueIndex(table.products());
  }
}
