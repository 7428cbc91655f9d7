package dev.sessionmanager.agent;

import static dev.sessionmanager.agent.FakeModels.model;
import static dev.sessionmanager.agent.FakeModels.says;
import static dev.sessionmanager.agent.FakeModels.wants;
import static dev.sessionmanager.agent.Fakes.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.model.ModelOptions;
import dev.sessionmanager.model.ToolSpec;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models as agents: nothing added, nothing taken away. */
class ModelAgentsTest {

  private static final Map<String, Object> SCHEMA =
      Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string")));

  private static final Map<String, Object> WEATHER =
      Map.of(
          "type",
          "function",
          "function",
          Map.of("name", "weather", "description", "Of a city.", "parameters", SCHEMA));

  private static final Map<String, Object> TIME =
      Map.of("type", "function", "function", Map.of("name", "time"));

  private final FakeModels models = new FakeModels(model("big"), model("small"));
  private final List<String> chunks = new ArrayList<>();

  @Test
  void listsTheConnectedModels() {
    ModelAgents agents = new ModelAgents(models);
    assertThat(agents.agents()).extracting(Agent::name).containsExactly("big", "small");
    assertThat(agents.find("other")).isNull();
    Agent big = Objects.requireNonNull(agents.find("big"));
    assertThat(big.card().kind()).isEqualTo(Agent.Kind.MODEL);
    assertThat(big.card().greeting()).isNull();
    assertThat(big.via()).isEqualTo("ollama");
    assertThat(big.check().up()).isTrue();
  }

  @Test
  void givesTheModelWhatItWasGiven() {
    models.then(says("Hi", "!"));
    Message[] before = {
      Message.system("Be brief."), Message.user("Hello"), Message.assistant("Hello.")
    };
    Reply reply = answer(prompt("And now?", before));
    assertThat(models.asked.getFirst().names()).containsExactly("small");
    assertThat(models.asked.getFirst().options()).isEqualTo(ModelOptions.DEFAULTS);
    assertThat(models.asked.getFirst().messages())
        .containsExactly(before[0], before[1], before[2], Message.user("And now?"));
    assertThat(reply.text()).isEqualTo("Hi!").isEqualTo(String.join("", chunks));
    assertThat(reply.meta()).isEqualTo(Map.of("by", "model"));
    assertThat(reply.usage()).isNotNull();
  }

  @Test
  void addsNoQuestionToWhatToolsAnswered() {
    models.then(says("Sunny."));
    Message[] asked = {Message.user("?"), Message.result("1", "sun")};
    answer(prompt("", asked));
    assertThat(models.asked.getFirst().messages()).containsExactly(asked);
  }

  @Test
  void givesTheModelsWishForToolsToWhoBroughtThem() {
    ToolCall call = new ToolCall("1", "weather", "{\"city\": \"Quito\"}");
    models.then(wants(null, call));
    Reply reply = answer(prompt("?", Map.of("tools", List.of(WEATHER))));
    assertThat(reply.text()).isNull();
    assertThat(reply.toolCalls()).containsExactly(call);
    assertThat(reply.finishReason()).isEqualTo("tool_calls");
  }

  @Test
  void understandsEveryOption() {
    Map<String, Object> options = new HashMap<>();
    options.put("temperature", 0);
    options.put("top_p", 0.9);
    options.put("max_tokens", 100);
    options.put("max_completion_tokens", 50);
    options.put("stop", List.of("a", "b"));
    options.put("seed", 7L);
    options.put("presence_penalty", 1);
    options.put("frequency_penalty", -1.5);
    options.put("tools", List.of(WEATHER, TIME));
    options.put("tool_choice", "auto");
    options.put("response_format", Map.of("type", "json_object"));
    options.put("user", "somebody");
    assertThat(RequestOptions.of(options))
        .isEqualTo(
            new ModelOptions(
                0.0,
                0.9,
                50,
                List.of("a", "b"),
                7,
                1.0,
                -1.5,
                List.of(
                    new ToolSpec("weather", "Of a city.", SCHEMA),
                    new ToolSpec("time", "", Map.of("type", "object", "properties", Map.of()))),
                "auto",
                Map.of("type", "json_object")));
  }

  @Test
  void takesNullsForWhatIsNotSaid() {
    Map<String, Object> options = new HashMap<>();
    for (String name : List.of("temperature", "stop", "tools", "tool_choice", "response_format")) {
      options.put(name, null);
    }
    assertThat(RequestOptions.of(options)).isEqualTo(ModelOptions.DEFAULTS);
  }

  @Test
  void takesOneStop() {
    assertThat(RequestOptions.of(Map.of("stop", "END")).stop()).containsExactly("END");
  }

  @Test
  void makesAModelUseTheOneToolThatIsChosen() {
    ModelOptions options =
        RequestOptions.of(
            Map.of(
                "tools",
                List.of(WEATHER, TIME),
                "tool_choice",
                Map.of("type", "function", "function", Map.of("name", "time"))));
    assertThat(options.tools()).extracting(ToolSpec::name).containsExactly("time");
    assertThat(options.toolChoice()).isEqualTo("required");
  }

  @ParameterizedTest
  @CsvSource({
    "temperature, hot",
    "max_tokens, 1.5",
    "max_tokens, many",
    "seed, 1e300",
    "tools, x",
    "response_format, json"
  })
  void refusesAnOptionOfTheWrongType(String name, String text) {
    Object value = text.matches("[0-9].*") ? Double.valueOf(text) : text;
    assertWrong(name, value);
  }

  @Test
  void refusesToolsAndStopsOfTheWrongShape() {
    assertWrong("stop", 5);
    assertWrong("stop", List.of(5));
    assertWrong("tools", List.of("weather"));
    assertWrong("tools", List.of(Map.of("type", "function", "function", Map.of())));
    assertWrong("tool_choice", Map.of("type", "function"));
    assertWrong("tool_choice", 1);
  }

  private static void assertWrong(String name, Object value) {
    assertThatThrownBy(() -> RequestOptions.of(Map.of(name, value)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.INVALID);
              assertThat(problem.fields()).containsOnlyKeys(name);
            });
  }

  private Reply answer(Prompt prompt) {
    return Objects.requireNonNull(new ModelAgents(models).find("small"))
        .answer(prompt, chunks::add);
  }
}
