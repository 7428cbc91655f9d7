package dev.sessionmanager.channel.openai;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.EmbeddingWalk;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.gateway.RequestCaps;
import dev.sessionmanager.problem.FieldCheck;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /v1/embeddings}, by <a
 * href="https://platform.openai.com/docs/api-reference/embeddings">OpenAI's reference</a>: the
 * model's server answers it.
 */
@RestController
class EmbeddingsController {

  private static final String CHANNEL = "openai";

  /** As for completions. */
  private static final int SHOWN_MAX = 5;

  private final EmbeddingWalk walk;
  private final Agents agents;
  private final RequestCaps caps;
  private final FieldCheck fields;
  private final Clock clock;

  EmbeddingsController(
      EmbeddingWalk walk, Agents agents, RequestCaps caps, FieldCheck fields, Clock clock) {
    this.walk = walk;
    this.agents = agents;
    this.caps = caps;
    this.fields = fields;
    this.clock = clock;
  }

  @PostMapping("/v1/embeddings")
  void embed(@RequestBody EmbeddingsBody body, Ownership mine, HttpServletResponse response)
      throws IOException {
    String model = (String) fields.checkFirst(SHOWN_MAX, body).model();
    caps.check(EmbeddingsBody.length(body.input()));
    agents.conversing(model, mine.caller().session());
    Inbound inbound =
        new Inbound(
            null,
            CHANNEL,
            mine.speakingFor(body.wire()).of(CHANNEL, null),
            mine.caller().session(),
            null,
            model,
            null,
            "",
            List.of(),
            AnswerOptions.DEFAULTS,
            LocaleContextHolder.getLocale(),
            clock.instant(),
            mine.caller().traceId());
    byte[] answer = walk.embed(inbound, body.wire(), mine.caller().gone());
    response.setContentType("application/json");
    response.setContentLength(answer.length);
    response.getOutputStream().write(answer);
  }
}
