package dev.sessionmanager.knowledge;

import dev.sessionmanager.files.FileListing;
import dev.sessionmanager.problem.WrongSetting;
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
    WrongSetting.when(
        dir.toString().isBlank(), "KNOWLEDGE_DIR must name a folder, like data/knowledge.");
    WrongSetting.when(
        maxFiles < 1 || maxFiles > 100_000, "knowledge.max-files must be between 1 and 100000.");
    WrongSetting.when(
        maxFileBytes.toBytes() < 1 || maxFileBytes.toMegabytes() > 64,
        "knowledge.max-file-bytes must be between 1 byte and 64MB, like 64KB.");
    WrongSetting.when(recheck.isNegative(), "knowledge.recheck must not be negative, like 3s.");
    WrongSetting.when(questionMaxChars < 1, "knowledge.question-max-chars must be at least 1.");
    WrongSetting.when(
        questionMaxTerms < 1 || questionMaxTerms > 200,
        "knowledge.question-max-terms must be between 1 and 200.");
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
