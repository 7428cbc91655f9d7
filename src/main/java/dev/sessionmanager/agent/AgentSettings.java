package dev.sessionmanager.agent;

import dev.sessionmanager.files.FileListing;
import dev.sessionmanager.problem.WrongSetting;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param dir the folder of the user's own agents ({@code AGENTS_DIR}); need not exist
 * @param recheck how old the knowledge of that folder may be ({@code agents.recheck})
 * @param max files that are read from the folder ({@code agents.max})
 * @param fileMax the largest file that is read ({@code agents.file-max})
 */
@ConfigurationProperties("agents")
record AgentSettings(Path dir, Duration recheck, int max, DataSize fileMax) {

  AgentSettings {
    WrongSetting.when(
        recheck.isNegative() || max < 0, "agents.recheck and agents.max must not be negative.");
    WrongSetting.when(
        fileMax.toBytes() < 1 || fileMax.toBytes() > DataSize.ofMegabytes(1).toBytes(),
        "agents.file-max must be from 1B to 1MB.");
  }

  /** What is watched: the Markdown files of the folder. */
  FileListing listing() {
    return new FileListing(dir, 1, max, "agents.max", fileMax.toBytes(), "agents.file-max");
  }
}
