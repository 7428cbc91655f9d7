package dev.sessionmanager.files;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sessionmanager.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The one rule for files of the user's that are watched, whoever reads them. */
public abstract class WatchedFileContract {

  /** How old the last look may be. */
  protected static final Duration RECHECK = Duration.ofSeconds(3);

  /** Bytes of the largest file. */
  protected static final int LARGEST = 2000;

  @TempDir protected Path folder;

  protected final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T12:00:00Z"));

  /** The file that is watched, whose folder is there. */
  protected abstract Path file() throws IOException;

  /** The content of a file that says this, so that its first half is no such file, or another. */
  protected abstract String saying(String word);

  /** What the file that is in force says; empty where there is none. */
  protected abstract String said();

  @Test
  void takesAFileThatComesChangesAndGoes() throws IOException {
    assertThat(look()).isEmpty();
    write(saying("uno"), Duration.ofMinutes(5));
    assertThat(look()).isEqualTo("uno");
    write(saying("dos"), Duration.ofMinutes(4));
    assertThat(said()).as("within the age that a look may have").isEqualTo("uno");
    assertThat(look()).isEqualTo("dos");
    Files.delete(file());
    assertThat(look()).isEmpty();
  }

  @Test
  void keepsTheLastGoodVersionOfABrokenFileAndNamesItOnce() throws IOException {
    write(saying("uno"), Duration.ofMinutes(5));
    assertThat(look()).isEqualTo("uno");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(getClass().getPackageName());
    log.start();
    logger.addAppender(log);
    try {
      write("no such file", Duration.ofMinutes(4));
      for (int i = 0; i < 3; i++) {
        assertThat(look()).isEqualTo("uno");
      }
      assertThat(log.list)
          .filteredOn(event -> event.getLevel() == Level.WARN)
          .extracting(ILoggingEvent::getFormattedMessage)
          .singleElement()
          .asString()
          .contains(file().toString());
    } finally {
      logger.detachAppender(log);
    }
    write(saying("dos"), Duration.ofMinutes(3));
    assertThat(look()).isEqualTo("dos");
  }

  @Test
  void keepsTheLastGoodVersionOfAFileThatHasGrownTooLarge() throws IOException {
    write(saying("uno"), Duration.ofMinutes(5));
    assertThat(look()).isEqualTo("uno");
    write(saying("dos") + "\n".repeat(LARGEST), Duration.ofMinutes(4));
    assertThat(look()).isEqualTo("uno");
  }

  /** Half a table is a table, and half a text is one. */
  @Test
  void waitsForAFileThatIsStillBeingWritten() throws IOException {
    write(saying("uno"), Duration.ofMinutes(5));
    assertThat(look()).isEqualTo("uno");
    String whole = saying("dos");
    for (int written = 1; written < whole.length(); written += 7) {
      clock.advance(RECHECK);
      write(whole.substring(0, written), Duration.ZERO);
      assertThat(said()).as("%d characters", written).isEqualTo("uno");
    }
    write(whole, Duration.ZERO);
    assertThat(look()).as("it has not changed for some seconds").isEqualTo("dos");
  }

  @Test
  void noticesAFileReplacedByOneOfTheSameTimeAndSize() throws IOException {
    write(saying("uno"), Duration.ofMinutes(5));
    assertThat(look()).isEqualTo("uno");
    Path other = Files.writeString(folder.resolve("other"), saying("dos"));
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file()));
    Files.move(other, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    assertThat(look()).isEqualTo("dos");
  }

  @Test
  void readsAFileAgainThatMayHaveChangedWithoutAnotherTimeOrSize() throws IOException {
    write(saying("uno"), Duration.ZERO);
    FileTime time = Files.getLastModifiedTime(file());
    assertThat(said()).as("there is no version before it").isEqualTo("uno");
    Files.writeString(file(), saying("dos"));
    Files.setLastModifiedTime(file(), time);
    assertThat(look()).isEqualTo("dos");
  }

  /** What is said once it is time to look again. */
  private String look() {
    clock.advance(RECHECK);
    return said();
  }

  /** Writes the file as if it had been that long ago. */
  private void write(String content, Duration ago) throws IOException {
    Files.writeString(file(), content, StandardCharsets.UTF_8);
    Files.setLastModifiedTime(file(), FileTime.from(clock.instant().minus(ago)));
  }
}
