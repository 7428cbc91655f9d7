package dev.sessionmanager.model;

import static dev.sessionmanager.model.OddWire.both;
import static dev.sessionmanager.model.OddWire.call;
import static dev.sessionmanager.model.OddWire.delta;
import static dev.sessionmanager.model.OddWire.end;
import static dev.sessionmanager.model.OddWire.error;
import static dev.sessionmanager.model.OddWire.whole;

import dev.sessionmanager.model.ModelStub.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What {@link OddUpstream} answers, by name: each as a server that people use has answered. */
final class OddAnswers {

  private static final String[] HELLO = {
    "{'content':'Hola'}", "{'content':', '}", "{'content':'mundo.'}"
  };
  private static final String ROLE = "{'role':'assistant','content':''}";

  private OddAnswers() {}

  static Map<String, Answer> all() {
    Map<String, Answer> answers = new TreeMap<>();
    answers.put("plain", both("'content':'Hola, mundo.'", "stop", HELLO));
    answers.put("json", json("{\\'ciudad\\':\\'Quito\\',\\'grados\\':14}"));
    answers.put("tools", tools(twoCalls(1)));
    answers.put("same-index", tools(twoCalls(0)));
    answers.put("name-again", nameAgain());
    answers.put("one-tool", oneTool());
    answers.put("thought", thought());
    answers.put("deepseek", deepseek());
    answers.put("refusal", refusal());
    for (String name : List.of("reasoning_content", "reasoning", "thinking")) {
      answers.put(name, reasoning(name));
    }
    answers.put("parts", parts());
    answers.put("no-done", noDone());
    String whole = whole("'content':'Hola, mundo.'", "stop");
    answers.put("unstreamed", ModelStub.json(200, whole));
    answers.put("bom", bom());
    answers.put("length", both("'content':'Hola'", "length", "{'content':'Hola'}"));
    return answers;
  }

  /**
   * What comes once the client's tools have answered; who forgot what must come back is refused.
   */
  static Answer afterTools(String name, JsonNode messages) {
    JsonNode call = null;
    for (JsonNode message : messages) {
      if (message.path("tool_calls").size() > 0) {
        call = message;
      }
    }
    if (call != null) {
      JsonNode google = call.at("/tool_calls/0/extra_content/google/thought_signature");
      if (name.equals("thought") && !google.asString("").equals("c2ln+/A==")) {
        return error(
            400,
            "Function call is missing a thought_signature in functionCall parts.",
            "'status':'INVALID_ARGUMENT','code':400");
      }
      if (name.equals("deepseek")
          && !call.path("reasoning_content").asString("").equals("Pienso, luego llamo.")) {
        return error(
            400,
            "Missing `reasoning_content` field in the assistant message",
            "'type':'invalid_request_error','param':null,'code':'invalid_request_error'");
      }
    }
    String results =
        messages
            .valueStream()
            .filter(message -> message.path("role").asString("").equals("tool"))
            .map(message -> OddUpstream.words(message.path("content")).replace("\"", ""))
            .collect(Collectors.joining(" | "));
    return both(
        "'content':'Listo: " + results + "'", "stop", "{'content':'Listo: " + results + "'}");
  }

  /** The second call has this index; 0 is what servers say that number badly. */
  private static String[] twoCalls(int second) {
    return new String[] {
      call(0, "'id':'call_a','type':'function',", "'name':'van',", ""),
      call(0, "", "", "{\\'tasa\\':"),
      call(0, "", "", "\\'10 %\\'}"),
      call(second, "'id':'call_b','type':'function',", "'name':'tir',", "{}")
    };
  }

  private static Answer tools(String... deltas) {
    return both(
        "'content':null,'tool_calls':[{'id':'call_a','type':'function','function':{'name':'van','arguments':'{\\'tasa\\':\\'10"
            + " %\\'}'}},"
            + "{'id':'call_b','type':'function','function':{'name':'tir','arguments':'{}'}}]",
        "tool_calls", deltas);
  }

  private static Answer oneTool() {
    return both(
        "'content':null,'tool_calls':[{'id':'call_a','type':'function','function':{'name':'van','arguments':'{\\'tasa\\':\\'10"
            + " %\\'}'}}]",
        "tool_calls",
        call(0, "'id':'call_a','type':'function',", "'name':'van',", "{\\'tasa\\':\\'10 %\\'}"));
  }

  private static Answer nameAgain() {
    String head = "'id':'call_a','type':'function',";
    return tools(
        call(0, head, "'name':'van',", "{\\'tasa\\':"),
        call(0, head, "'name':'van',", "\\'10 "),
        call(0, "'id':'','type':'function',", "'name':'van',", "%\\'}"),
        call(1, "'id':'call_b','type':'function',", "'name':'tir',", "{}"));
  }

  private static Answer thought() {
    String call =
        "{'index':0,'id':'call_a','type':'function','function':{'name':'van','arguments':'{\\'tasa\\':\\'10"
            + " %\\'}'},'extra_content':{'google':{'thought_signature':'c2ln+/A=='}}}";
    return both(
        "'content':null,'tool_calls':[" + call + "]",
        "tool_calls",
        "{'tool_calls':[" + call + "]}");
  }

  private static Answer deepseek() {
    return both(
        "'content':null,'reasoning_content':'Pienso, luego llamo.','tool_calls':["
            + "{'id':'call_a','type':'function','function':{'name':'van','arguments':'{}'}}]",
        "tool_calls",
        "{'content':null,'reasoning_content':'Pienso, '}",
        "{'content':null,'reasoning_content':'luego llamo.'}",
        call(0, "'id':'call_a','type':'function',", "'name':'van',", "{}"));
  }

  private static Answer refusal() {
    return both(
        "'content':null,'refusal':'No puedo ayudar con eso.'",
        "stop",
        "{'refusal':'No puedo '}",
        "{'refusal':'ayudar con eso.'}");
  }

  private static Answer reasoning(String name) {
    return both(
        "'content':'Son 4.','" + name + "':'Dos y dos…'",
        "stop",
        "{'" + name + "':'Dos '}",
        "{'" + name + "':'y dos…'}",
        "{'content':'Son '}",
        "{'content':'4.'}");
  }

  private static Answer json(String text) {
    return both(
        "'content':'" + text + "'",
        "stop",
        "{'content':'" + text.substring(0, 9) + "'}",
        "{'content':'" + text.substring(9) + "'}");
  }

  /** Mistral's, with and without a model that thinks. */
  private static Answer parts() {
    String thinking = "{'type':'thinking','thinking':[{'type':'text','text':'Pienso.'}]}";
    return both(
        "'content':["
            + thinking
            + ",{'type':'text','text':'Hola, '},{'type':'text','text':'mundo.'}]",
        "stop",
        "{'content':[" + thinking + "]}",
        "{'content':[{'type':'text','text':'Hola, '}]}",
        "{'content':'mundo.'}");
  }

  private static Answer noDone() {
    return exchange -> {
      OpenAiStub.begin(exchange);
      for (String delta : HELLO) {
        exchange.piece(delta(delta));
      }
      exchange.piece(OpenAiStub.chunk("{}", "\"stop\""));
      exchange.end();
    };
  }

  private static Answer bom() {
    return exchange -> {
      if (exchange.request().streams()) {
        exchange.begin("text/event-stream");
        exchange.piece('\ufeff' + delta(ROLE));
        for (String delta : HELLO) {
          exchange.piece(delta(delta));
        }
        end(exchange, "stop");
      } else {
        exchange.json(200, '\ufeff' + whole("'content':'Hola, mundo.'", "stop"));
      }
    };
  }
}
