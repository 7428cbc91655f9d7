package dev.sessionmanager.agent;

import static dev.sessionmanager.agent.FakeModels.model;
import static dev.sessionmanager.agent.FakeModels.says;
import static dev.sessionmanager.agent.FakeModels.texts;
import static dev.sessionmanager.agent.FakeModels.wants;
import static dev.sessionmanager.agent.Fakes.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.ToolSpec;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Models as agents: nothing added, nothing taken away. */
class ModelAgentsTest {

  private static final Map<String, Object> SCHEMA =
      Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string")));

  private static final AnswerOptions WITH_WEATHER =
      new AnswerOptions(
          0.0,
          0.9,
          50,
          null,
          List.of("a", "b"),
          7L,
          1.0,
          -1.5,
          List.of(ToolSpec.function("weather", "Of a city.", SCHEMA)),
          "auto",
          Map.of("type", "json_object"),
          Map.of("top_k", 3));

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
    assertThat(models.asked.getFirst().options()).isEqualTo(AnswerOptions.DEFAULTS);
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
    Reply reply = answer(prompt("?", WITH_WEATHER));
    assertThat(models.asked.getFirst().options()).isEqualTo(WITH_WEATHER);
    assertThat(reply.text()).isNull();
    assertThat(reply.toolCalls()).containsExactly(call);
    assertThat(reply.finishReason()).isEqualTo("tool_calls");
  }

  private Reply answer(Prompt prompt) {
    return Objects.requireNonNull(new ModelAgents(models).find("small"))
        .answer(prompt, texts(chunks::add));
  }
}
