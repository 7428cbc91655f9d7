package dev.sessionmanager.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.LiveAnswer.News;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.server.Peers;
import dev.sessionmanager.session.DerivedSecrets;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * What this node tells the others of the answers that it makes: see {@link Elsewhere}. Whoever asks
 * shows the secret that nodes derive from {@code JWT_SECRET}; to all others there is nothing here.
 */
@RestController
class OtherNodesController {

  /** An empty line as often as this where no piece comes. */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

  private final RunningAnswers answers;
  private final Peers peers;
  private final DerivedSecrets secrets;
  private final JsonMapper json;

  OtherNodesController(
      RunningAnswers answers, Peers peers, DerivedSecrets secrets, JsonMapper json) {
    this.answers = answers;
    this.peers = peers;
    this.secrets = secrets;
    this.json = json;
  }

  /** The pieces of an answer from a place on, a line of JSON each, until it ends. */
  @GetMapping("/internal/turns/{turn}")
  void pieces(
      @PathVariable long turn,
      @RequestParam(defaultValue = "0") int from,
      @RequestHeader(name = Elsewhere.KEY, defaultValue = "") String key,
      HttpServletResponse response)
      throws IOException {
    boolean ours =
        peers.shared()
            && secrets.of(Elsewhere.PURPOSE).stream()
                .anyMatch(one -> MessageDigest.isEqual(one.getBytes(UTF_8), key.getBytes(UTF_8)));
    LiveAnswer answer = ours ? answers.here(turn).orElse(null) : null;
    if (answer == null) {
      throw new Problem(Kind.NOT_FOUND);
    }
    response.setContentType("application/x-ndjson");
    OutputStream out = response.getOutputStream();
    out.flush();
    try {
      News news;
      int read = from;
      do {
        news = answer.next(read, SIGN_OF_LIFE);
        for (Piece piece : news.pieces()) {
          out.write(json.writeValueAsBytes(piece));
          out.write('\n');
        }
        if (news.pieces().isEmpty() && !news.last()) {
          out.write('\n');
        }
        out.flush();
        read = news.end();
      } while (!news.last());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(Kind.STOPPING).causedBy(e);
    }
  }
}
