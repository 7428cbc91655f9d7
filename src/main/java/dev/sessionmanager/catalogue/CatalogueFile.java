package dev.sessionmanager.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The catalogue that is in force: the user's own file, else the sample that ships. The file is
 * looked at again by whoever asks {@code CATALOGUE_RECHECK} (5 s) after the last look; a file that
 * cannot be read leaves what was there before. Any thread.
 */
@Component
final class CatalogueFile {

  private static final Logger log = LoggerFactory.getLogger(CatalogueFile.class);
  private static final String SAMPLE = "/catalogue/royal.csv";

  /** Problems of one reading that are logged by name. */
  private static final int MAX_NAMED = 20;

  private final CatalogueSettings settings;
  private final Clock clock;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile @Nullable Looked looked;

  /**
   * @param state the file's time and size when it was read; empty: there was none
   * @param at when it was looked at, in ms
   */
  private record Looked(CatalogueIndex index, String state, long at) {}

  CatalogueFile(CatalogueSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  CatalogueIndex index() {
    Looked known = looked;
    if (known != null && (fresh(known) || !looking.tryLock())) {
      return known.index;
    }
    if (known == null) {
      looking.lock();
    }
    try {
      Looked again = looked;
      if (again != null && fresh(again)) {
        return again.index;
      }
      Looked now = look(again);
      looked = now;
      return now.index;
    } finally {
      looking.unlock();
    }
  }

  private boolean fresh(Looked known) {
    return clock.millis() - known.at < settings.recheck().toMillis();
  }

  private Looked look(@Nullable Looked before) {
    String state = state();
    if (before != null && before.state.equals(state)) {
      return new Looked(before.index, state, clock.millis());
    }
    try {
      CatalogueTable table = state.isEmpty() ? sample() : own();
      report(table.problems());
      log.info("The catalogue has {} products.", table.products().size());
      return new Looked(new CatalogueIndex(table.products()), state, clock.millis());
    } catch (IOException broken) {
      log.warn(
          "The catalogue {} cannot be read: {}. {}",
          settings.file(),
          broken.getMessage(),
          before == null ? "It counts as empty." : "What was there before stays.");
      CatalogueIndex index = before == null ? new CatalogueIndex(List.of()) : before.index;
      return new Looked(index, state, clock.millis());
    }
  }

  /** Empty where there is no file. */
  private String state() {
    try {
      Path file = settings.file();
      return Files.isRegularFile(file)
          ? Files.getLastModifiedTime(file).toMillis() + "/" + Files.size(file)
          : "";
    } catch (IOException gone) {
      return "";
    }
  }

  private CatalogueTable own() throws IOException {
    try (InputStream in = Files.newInputStream(settings.file())) {
      int most = Math.toIntExact(Math.min(settings.maxBytes().toBytes(), Integer.MAX_VALUE - 16));
      byte[] content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw new IOException("it is larger than CATALOGUE_MAX_BYTES " + most);
      }
      boolean markdown = settings.file().toString().toLowerCase(Locale.ROOT).endsWith(".md");
      return CatalogueTable.read(
          new String(content, StandardCharsets.UTF_8), markdown, settings.maxRows());
    }
  }

  private CatalogueTable sample() throws IOException {
    try (InputStream in = CatalogueFile.class.getResourceAsStream(SAMPLE)) {
      byte[] content = Objects.requireNonNull(in, SAMPLE).readAllBytes();
      return CatalogueTable.read(
          new String(content, StandardCharsets.UTF_8), false, settings.maxRows());
    }
  }

  private void report(List<String> problems) {
    problems.stream()
        .limit(MAX_NAMED)
        .forEach(problem -> log.warn("Left out of {}, {}.", settings.file(), problem));
    if (problems.size() > MAX_NAMED) {
      log.warn("Left out of {}: {} more.", settings.file(), problems.size() - MAX_NAMED);
    }
  }
}
