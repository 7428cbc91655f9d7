package dev.sessionmanager.model;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.http.BoundedLines;
import dev.sessionmanager.http.HttpAnswer;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a streamed answer on the caller's thread: OpenAI's server-sent events or Ollama's lines of
 * JSON.
 */
final class ProviderStream {

  private static final String LAST = "[DONE]";

  private final BoundedLines lines;
  private final HttpAnswer response;
  private final ProviderCall call;
  private final ModelAnswer answer;
  private final ProviderRefusals refusals;
  private boolean anything;

  ProviderStream(
      BoundedLines lines,
      HttpAnswer response,
      ProviderCall call,
      ModelAnswer answer,
      ProviderRefusals refusals) {
    this.lines = lines;
    this.response = response;
    this.call = call;
    this.answer = answer;
    this.refusals = refusals;
  }

  /**
   * Reads to the last piece; what comes behind it is the caller's.
   *
   * @throws ModelFailure where a piece is an error or no JSON, or the last one is missing
   */
  void read() throws IOException {
    if (call.target().ollama()) {
      readLines();
    } else {
      readEvents();
    }
    answer.end().forEach(call::piece);
    if (!answer.isComplete()) {
      if (anything && answer.isFinished()) { // it has said so; not all servers say [DONE] as well
        answer.completed();
        return;
      }
      throw anything
          ? ModelFailure.passing(new Problem(Kind.MODEL_BROKE_OFF), null)
          : ModelFailure.lasting(new Problem(Kind.MODEL_UNREADABLE));
    }
  }

  private void readLines() throws IOException {
    String line;
    while (!answer.isComplete() && (line = lines.next()) != null) {
      if (!line.isBlank()) {
        response.seen();
        take(false, line);
      }
    }
  }

  private void readEvents() throws IOException {
    boolean error = false;
    CharSequence data = "";
    String line;
    do {
      line = unmarked(lines.next());
      if (line == null || line.isEmpty()) {
        if (LAST.contentEquals(data)) {
          if (anything) {
            answer.completed();
          }
          return;
        }
        if (!data.isEmpty()) {
          take(error, data.toString());
        }
        error = false;
        data = "";
      } else if (line.startsWith("data:")) {
        response.seen();
        String more = value(line, "data:".length());
        data = data.isEmpty() ? more : joined(data, more);
      } else if (line.startsWith("event:")) {
        error = value(line, "event:".length()).equals("error");
      } else if (line.startsWith(":")) {
        response.seen();
      }
    } while (line != null);
  }

  /** Without the mark of the byte order, which may stand before the first line. */
  private @Nullable String unmarked(@Nullable String line) {
    return !anything && line != null && line.startsWith("\uFEFF") ? line.substring(1) : line;
  }

  /** Lines of one event, of which there may be very many: each adds to what is there. */
  private static StringBuilder joined(CharSequence data, String more) {
    StringBuilder all = data instanceof StringBuilder some ? some : new StringBuilder(data);
    return all.append('\n').append(more);
  }

  /** From there to the end. Without the standard's one space strip() has nothing to copy. */
  private static String value(String line, int from) {
    return line.substring(line.startsWith(" ", from) ? from + 1 : from).strip();
  }

  private void take(boolean isError, String data) throws IOException {
    JsonNode piece = Json.tree(data);
    if (isError || ProviderRefusals.isError(piece)) {
      throw refusals.midway(piece);
    }
    List<Piece> said = answer.readPiece(piece);
    anything = true;
    int kept = 0;
    for (Piece each : said) {
      // What comes in chars is kept as these; of anything else no more than it came with.
      kept += each instanceof Piece.Words words ? words.text().length() : data.length();
      call.piece(each);
    }
    response.keeps(kept);
  }
}
