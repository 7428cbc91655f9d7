package dev.sessionmanager.model;

import dev.sessionmanager.model.ModelStub.Answer;
import dev.sessionmanager.model.ModelStub.Exchange;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How the odd answers are put on the wire. JSON is written with single quotes, those inside a text
 * as {@code \\'}.
 */
final class OddWire {

  /** With the details that OpenAI, DeepSeek and OpenRouter give. */
  private static final String USAGE =
      """
      {"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,\
      "prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},\
      "completion_tokens_details":{"reasoning_tokens":3,"accepted_prediction_tokens":0}}\
      """;

  private OddWire() {}

  /** The same said in one or in pieces. */
  static Answer both(String message, String finish, String... deltas) {
    return exchange -> {
      if (exchange.request().streams()) {
        OpenAiStub.begin(exchange);
        for (String delta : deltas) {
          exchange.piece(delta(delta));
        }
        end(exchange, finish);
      } else {
        exchange.json(200, whole(message, finish));
      }
    };
  }

  static String whole(String message, String finish) {
    return quoted(
            "{'id':'c1','object':'chat.completion','created':1,'model':'m','system_fingerprint':'fp_1',"
                + "'choices':[{'index':0,'message':{'role':'assistant',"
                + message
                + "},'logprobs':null,'finish_reason':'"
                + finish
                + "'}],'usage':")
        + USAGE
        + '}';
  }

  static void end(Exchange exchange, String finish) throws IOException {
    exchange.piece(OpenAiStub.chunk("{}", '"' + finish + '"'));
    exchange.piece(
        "data: "
            + quoted(
                "{'id':'c1','object':'chat.completion.chunk','created':1,'model':'m','choices':[],'usage':")
            + USAGE
            + "}\n\n");
    exchange.piece("data: [DONE]\n\n");
    exchange.end();
  }

  static String call(int index, String id, String name, String arguments) {
    return "{'tool_calls':[{'index':"
        + index
        + ','
        + id
        + "'function':{"
        + name
        + "'arguments':'"
        + arguments
        + "'}}]}";
  }

  static String delta(String delta) {
    return OpenAiStub.chunk(quoted(delta), "null");
  }

  /** JSON written with single quotes, those inside a text as {@code \'}. */
  static String quoted(String json) {
    return json.replace("\\'", "\u0000").replace('\'', '"').replace("\u0000", "\\\"");
  }

  /** For what takes its time at the other end of the wire. */
  static void pause(long millis) throws IOException {
    try {
      boolean never = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
      if (never) {
        throw new IOException("unreachable");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  static Answer error(int status, String message, String rest) {
    return ModelStub.json(status, quoted("{'error':{'message':'" + message + "'," + rest + "}}"));
  }
}
