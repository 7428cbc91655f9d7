package dev.sessionmanager.embedded;

import dev.sessionmanager.optimizer.Optimizer;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.runtime.Instruction;
import dev.sessionmanager.trace.TraceId;
import dev.sessionmanager.vfs.Vfs;
import dev.sessionmanager.vfs.VfsFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Makes of a message the instruction that a model should get, with the user's own files in view.
 * The extras of its answer are {@code language} ({@code es}, {@code en} or {@code other}), {@code
 * files}, the paths of the files it found relevant, and with a model connected {@code answer}, what
 * the model said to the instruction, or {@code answer_problem}, the code of why it said nothing.
 */
final class Orchestrator {

  private static final Logger log = LoggerFactory.getLogger(Orchestrator.class);

  private final Vfs vfs;
  private final int maxFiles;
  private final Gpt4 gpt4;

  /**
   * @param maxFiles relevant files named in one instruction, at most
   */
  Orchestrator(Vfs vfs, int maxFiles, Gpt4 gpt4) {
    this.vfs = vfs;
    this.maxFiles = maxFiles;
    this.gpt4 = gpt4;
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
    if (gpt4.connected()) {
      answer(optimized.text(), username, extras);
    }
    return new Instruction(text, optimized.text(), extras);
  }

  /** Which model answers, or which setting would connect one. */
  String modelNotice() {
    return gpt4.description();
  }

  /** A model that fails costs the instruction its answer, not its being optimised. */
  private void answer(String instruction, @Nullable String username, Map<String, Object> extras) {
    try {
      String requestId = MDC.get(TraceId.LOG_KEY);
      String answer =
          gpt4.answer(instruction, username, requestId == null ? "orchestrator" : requestId);
      if (answer == null || answer.isBlank()) {
        extras.put("answer_problem", Problem.Kind.MODEL_SILENT.code());
      } else {
        extras.put("answer", answer);
      }
    } catch (Problem problem) {
      if (Thread.currentThread().isInterrupted()) {
        throw problem;
      }
      log.warn("The model has not answered an instruction: {}", problem.kind().code());
      extras.put("answer_problem", problem.kind().code());
    }
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
