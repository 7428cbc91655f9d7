package dev.sessionmanager.channel.responses;

import dev.sessionmanager.conversation.Reach;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.gateway.RunningAnswers;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Responses that were kept: read, followed, cancelled and deleted by their owner. */
@RestController
class StoredResponsesController {

  private final ResponseLog log;
  private final RunningAnswers answers;
  private final Responses responses;

  StoredResponsesController(ResponseLog log, RunningAnswers answers, Responses responses) {
    this.log = log;
    this.answers = answers;
    this.responses = responses;
  }

  private static String owner(Ownership mine) {
    return mine.of(ResponseLog.CHANNEL, null);
  }

  private LiveAnswer answer(String owner, KeptTurn turn) {
    return answers
        .follow(Reach.byKey(owner), turn.ids().turn())
        .orElseThrow(() -> new Problem(Kind.NOT_FOUND));
  }

  /**
   * A response as it is now, or all of its events.
   *
   * @param startingAfter the number of the last event that the reader has
   */
  @GetMapping("/v1/responses/{response_id}")
  void read(
      @PathVariable("response_id") String id,
      @RequestParam(name = "stream", defaultValue = "false") boolean stream,
      @RequestParam(name = "starting_after", required = false) @Nullable Long startingAfter,
      Ownership mine,
      HttpServletResponse response)
      throws IOException {
    String owner = owner(mine);
    KeptTurn turn = log.response(owner, id);
    LiveAnswer answering = answer(owner, turn);
    if (!stream) {
      if (startingAfter != null) {
        throw Faults.only("starting_after", "responses.streamed");
      }
      responses.write(responses.now(turn, answering), response);
      return;
    }
    long after = startingAfter == null ? -1 : Math.clamp(startingAfter, -1, Integer.MAX_VALUE);
    responses.follow(answering, turn.wire(), response, after, true, mine.caller().gone());
  }

  /** Stops a response in the background; one that has ended stays as it is. */
  @PostMapping("/v1/responses/{response_id}/cancel")
  void cancel(@PathVariable("response_id") String id, Ownership mine, HttpServletResponse response)
      throws IOException {
    String owner = owner(mine);
    KeptTurn turn = log.response(owner, id);
    if (!turn.request().background()) {
      throw Faults.only("response_id", "responses.background");
    }
    LiveAnswer answering = answer(owner, turn);
    if (answers.stop(turn.turn().id())) {
      awaitEnd(answering);
    }
    responses.write(responses.now(log.response(owner, id), answering), response);
  }

  private static void awaitEnd(LiveAnswer answering) {
    try {
      answering.await();
    } catch (Problem stopped) {
      if (stopped.kind() == Kind.STOPPING) {
        throw stopped;
      }
    }
  }

  /** What was asked and what was answered are gone when this returns. */
  @DeleteMapping("/v1/responses/{response_id}")
  Map<String, Object> delete(@PathVariable("response_id") String id, Ownership mine) {
    KeptTurn turn = log.response(owner(mine), id);
    answers.stop(turn.turn().id());
    log.delete(turn);
    return Members.of("id", id, "object", "response", "deleted", true);
  }

  @GetMapping("/v1/responses/{response_id}/input_items")
  Map<String, Object> inputItems(
      @PathVariable("response_id") String id,
      @RequestParam(name = "limit", required = false) @Nullable Integer limit,
      @RequestParam(name = "order", required = false) @Nullable String order,
      @RequestParam(name = "after", required = false) @Nullable String after,
      Ownership mine) {
    ItemPage page = ItemPage.of(limit, order, after);
    page.add(log.response(owner(mine), id).input());
    return page.list();
  }
}
