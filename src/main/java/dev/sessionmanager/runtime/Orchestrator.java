package dev.sessionmanager.runtime;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of a message the instruction that a model should get, with the user's own files in view.
 * The extras of its answer are {@code language} ({@code es}, {@code en} or {@code other}) and
 * {@code files}, the paths of the files it found relevant.
 */
final class Orchestrator {

  private static final Logger log = LoggerFactory.getLogger(Orchestrator.class);

  private final Vfs vfs;
  private final int maxFiles;

  /**
   * @param maxFiles relevant files named in one instruction, at most
   */
  Orchestrator(Vfs vfs, int maxFiles) {
    this.vfs = vfs;
    this.maxFiles = maxFiles;
  }

  /**
   * @param username whose files may be named; null for a stranger, who has none
   */
  Instruction instruct(String text, @Nullable String username) {
    List<String> files = username == null ? List.of() : files(username);
    Optimizer.Optimized optimized = Optimizer.optimize(text, files, maxFiles);
    Map<String, Object> extras = new LinkedHashMap<>();
    extras.put("language", optimized.language().code());
    extras.put("files", optimized.files());
    return new Instruction(text, optimized.text(), extras);
  }

  /** An unreadable folder costs the instruction its files, not its answer. */
  private List<String> files(String username) {
    try {
      return vfs.list(username).stream().map(VfsFile::path).toList();
    } catch (IOException e) {
      log.warn("The files of a user cannot be listed", e);
      return List.of();
    }
  }
}
