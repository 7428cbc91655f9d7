package dev.sessionmanager.knowledge;

import dev.sessionmanager.files.FileListing;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Where the user's own knowledge lives and how much of it is read. Defaults and sentences stand in
 * application.yaml.
 *
 * @param dir holds a folder for each collection; need not exist
 * @param maxFiles of the user's own, all collections together; what comes later by name is left out
 * @param maxFileBytes of one file; a larger one is left out
 * @param recheck how old the last look at the folder may be when somebody searches
 * @param questionMaxChars of a question that are looked at
 * @param questionMaxTerms different words of a question that are looked for
 */
@ConfigurationProperties("knowledge")
record KnowledgeSettings(
    Path dir,
    int maxFiles,
    DataSize maxFileBytes,
    Duration recheck,
    int questionMaxChars,
    int questionMaxTerms) {

  KnowledgeSettings {
    if (dir.toString().isBlank()) {
      throw new IllegalArgumentException("KNOWLEDGE_DIR must name a folder, like data/knowledge.");
    }
    if (maxFiles < 1 || maxFiles > 100_000) {
      throw new IllegalArgumentException("knowledge.max-files must be between 1 and 100000.");
    }
    if (maxFileBytes.toBytes() < 1 || maxFileBytes.toMegabytes() > 64) {
      throw new IllegalArgumentException(
          "knowledge.max-file-bytes must be between 1 byte and 64MB, like 64KB.");
    }
    if (recheck.isNegative()) {
      throw new IllegalArgumentException("knowledge.recheck must not be negative, like 3s.");
    }
    if (questionMaxChars < 1) {
      throw new IllegalArgumentException("knowledge.question-max-chars must be at least 1.");
    }
    if (questionMaxTerms < 1 || questionMaxTerms > 200) {
      throw new IllegalArgumentException("knowledge.question-max-terms must be between 1 and 200.");
    }
  }

  /** What is watched: the Markdown files in the folders of the folder. */
  FileListing listing() {
    return new FileListing(
        dir,
        2,
        maxFiles,
        "knowledge.max-files",
        maxFileBytes.toBytes(),
        "knowledge.max-file-bytes");
  }
}
