package dev.sessionmanager.agent;

import dev.sessionmanager.files.FileListing;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param dir the folder of the user's own agents ({@code AGENTS_DIR}); need not exist
 * @param recheck how old the knowledge of that folder may be ({@code AGENTS_RECHECK})
 * @param max files that are read from the folder ({@code AGENTS_MAX})
 * @param fileMax the largest file that is read ({@code AGENT_FILE_MAX_BYTES})
 */
@ConfigurationProperties("agents")
record AgentSettings(Path dir, Duration recheck, int max, DataSize fileMax) {

  AgentSettings {
    if (recheck.isNegative() || max < 0) {
      throw new IllegalArgumentException("AGENTS_RECHECK and AGENTS_MAX must not be negative.");
    }
    if (fileMax.toBytes() < 1 || fileMax.toBytes() > DataSize.ofMegabytes(1).toBytes()) {
      throw new IllegalArgumentException("AGENT_FILE_MAX_BYTES must be from 1B to 1MB.");
    }
  }

  /** What is watched: the Markdown files of the folder. */
  FileListing listing() {
    return new FileListing(dir, 1, max, "AGENTS_MAX", fileMax.toBytes(), "AGENT_FILE_MAX_BYTES");
  }
}
