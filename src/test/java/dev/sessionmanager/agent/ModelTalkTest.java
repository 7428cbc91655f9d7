package dev.sessionmanager.agent;

import static dev.sessionmanager.agent.FakeModels.completion;
import static dev.sessionmanager.agent.FakeModels.model;
import static dev.sessionmanager.agent.FakeModels.says;
import static dev.sessionmanager.agent.FakeModels.texts;
import static dev.sessionmanager.agent.FakeModels.wants;
import static dev.sessionmanager.agent.Fakes.file;
import static dev.sessionmanager.agent.Fakes.means;
import static dev.sessionmanager.agent.Fakes.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.ToolSpec;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rounds in which a model uses tools. */
class ModelTalkTest {

  private final FakeTool suma =
      new FakeTool("suma", "-", arguments -> Tool.Answer.of("= " + arguments.get("n")));
  private final FakeModels models = new FakeModels(model("m"));
  private final List<String> chunks = new ArrayList<>();

  static ToolCall call(String name, String arguments) {
    return new ToolCall("id-" + name, name, arguments);
  }

  @Test
  void feedsWhatAToolSaysBackToTheModel() {
    models.then(wants(null, call("suma", "{\"n\": 4}"))).then(says("Son ", "4."));
    Reply reply = answer("tools: suma");
    assertThat(reply.text()).isEqualTo("Son 4.");
    assertThat(reply.meta()).isEqualTo(Map.of("by", "model", "tools", List.of("suma")));
    assertThat(reply.toolCalls()).isEmpty();
    assertThat(suma.used).containsExactly(Map.of("n", 4));
    List<Message> second = models.asked.get(1).messages();
    assertThat(second.get(second.size() - 2).toolCalls())
        .containsExactly(call("suma", "{\"n\": 4}"));
    assertThat(second.getLast()).isEqualTo(Message.result("id-suma", "= 4"));
    assertThat(models.asked.getFirst().options().tools())
        .containsExactly(ToolSpec.function("suma", suma.description(), suma.parameters()));
  }

  @Test
  void givesTheConversationToAHumanByATool() {
    models
        .then(
            wants(
                null,
                call(
                    "derivar_a_persona", "{\"motivo\": \"reclamo\", \"resumen\": \"Vino roto.\"}")))
        .then(says("Le aviso al equipo."));
    Reply reply = answer("tools: suma", "human: true");
    assertThat(reply.text()).isEqualTo("Le aviso al equipo.");
    assertThat(reply.handsOver()).isTrue();
    assertThat(reply.meta())
        .containsEntry("reason", "reclamo")
        .containsEntry("summary", "Vino roto.");
    assertThat(models.asked.get(1).messages().getLast().text())
        .contains("no tengo cómo avisarle a una persona");
  }

  @Test
  void offersNoHumanWhereTheFileHasNone() {
    models.then(says("Hola."));
    var _ = answer("tools: suma");
    assertThat(models.asked.getFirst().options().tools()).hasSize(1);
  }

  @Test
  void keepsWhatTheModelSaidBesideItsWishes() {
    models.then(wants("Voy a sumar.", call("suma", "{}"))).then(says("Son ", "4."));
    assertThat(answer("tools: suma").text()).isEqualTo("Voy a sumar.\n\nSon 4.");
  }

  @Test
  void streamsWhatAModelSaidInOnePiece() {
    models.then(wants("A.", call("suma", "{}"))).then((asked, chunk) -> completion("B.", "length"));
    Reply reply = answer("tools: suma");
    assertThat(chunks).containsExactly("A.", "\n\n", "B.");
    assertThat(reply.finishReason()).isEqualTo("length");
  }

  @Test
  void sumsWhatAllRoundsTook() {
    models
        .then(wants(null, call("suma", "{}")))
        .then(wants(null, call("suma", "{}")))
        .then(says("4"));
    Reply reply = answer("tools: suma");
    assertThat(reply.usage())
        .satisfies(usage -> {
          assertThat(usage.inputTokens()).isEqualTo(30);
          assertThat(usage.outputTokens()).isEqualTo(15);
          assertThat(usage.firstTokenMillis()).isGreaterThanOrEqualTo(7);
        });
  }

  @Test
  void takesTheToolsAwayAfterTheLastRound() {
    models
        .then(wants(null, call("suma", "{}")))
        .then(wants(null, call("suma", "{}")))
        .then(wants("No sé.", call("suma", "{}")));
    Reply reply = answer("tools: suma", "tool_rounds_max: 2");
    assertThat(reply.text()).isEqualTo("No sé.");
    assertThat(reply.finishReason()).isEqualTo("stop");
    assertThat(models.asked)
        .extracting(asked -> asked.options().tools().size())
        .containsExactly(1, 1, 0);
    assertThat(suma.used).hasSize(2);
  }

  @Test
  void refusesAModelThatNeverSaysAnything() {
    models.always(wants(null, call("suma", "{}")));
    assertThatThrownBy(() -> answer("tools: suma"))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.MODEL_SILENT));
    assertThat(models.asked).hasSize(5);
  }

  @Test
  void showsAModelNoToolsWhereItMayUseNone() {
    models.then(says("Hola."));
    answer("tools: suma", "tool_rounds_max: 0");
    assertThat(models.asked.getFirst().options().tools()).isEmpty();
  }

  @Test
  void usesOnlySoManyToolsARound() {
    ToolCall[] calls =
        IntStream.range(0, 100)
            .mapToObj(i -> new ToolCall("id" + i, "suma", "{}"))
            .toArray(ToolCall[]::new);
    models.then(wants(null, calls)).then(says("4"));
    answer("tools: suma");
    assertThat(suma.used).hasSize(8);
    List<Message> second = models.asked.get(1).messages();
    assertThat(second).filteredOn(message -> message.role() == Role.TOOL).hasSize(8);
    assertThat(second).flatExtracting(Message::toolCalls).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"n\": ", "[1, 2]", "4", "null", "\"x\"", "{'n': 4}"})
  void tellsTheModelThatItsArgumentsAreNone(String arguments) {
    models.then(wants(null, call("suma", arguments))).then(says("Perdón."));
    assertThat(answer("tools: suma").text()).isEqualTo("Perdón.");
    assertThat(lastResult()).contains("not a JSON object");
    assertThat(suma.used).isEmpty();
  }

  @Test
  void takesNoArgumentsForNone() {
    models.then(wants(null, call("suma", ""))).then(says("4"));
    answer("tools: suma");
    assertThat(suma.used).containsExactly(Map.of());
  }

  @Test
  void tellsTheModelThatAToolIsNotThere() {
    models.then(wants(null, call("resta", "{}"))).then(says("Perdón."));
    Reply reply = answer("tools: suma");
    assertThat(lastResult()).contains("no tool of this name", "suma");
    assertThat(reply.meta()).doesNotContainKey("tools");
  }

  @Test
  void tellsTheModelThatAToolFailed() {
    FakeTool broken =
        new FakeTool(
            "rota",
            "-",
            arguments -> {
              throw new IllegalStateException("secret");
            });
    models.then(wants(null, call("rota", "{}"))).then(says("Perdón."));
    new PersonaAgent(file("tools: rota"), means(models, new FakeLibrary("none"), broken))
        .answer(prompt("¿2 + 2?"), texts(chunks::add));
    assertThat(lastResult()).contains("failed").doesNotContain("secret");
  }

  @Test
  void cutsWhatAToolSaysTooMuch() {
    FakeTool loud = FakeTool.saying("loro", "-", "x".repeat(1_000_000));
    models.then(wants(null, call("loro", "{}"))).then(says("Uf."));
    new PersonaAgent(file("tools: loro"), means(models, new FakeLibrary("none"), loud))
        .answer(prompt("¿2 + 2?"), texts(chunks::add));
    assertThat(lastResult()).hasSize(4001);
  }

  @Test
  void showsPicturesThatTheModelDoesNotShowItself() {
    Picture shown = Picture.png("Uno", new byte[] {1});
    Picture other = Picture.png("Dos", new byte[] {2});
    FakeTool one = new FakeTool("uno", "-", a -> new Tool.Answer("Uno", shown));
    FakeTool two = new FakeTool("dos", "-", a -> new Tool.Answer("Dos", other));
    models
        .then(wants(null, call("uno", "{}"), call("dos", "{}")))
        .then(says("Mire ", shown.markdown()));
    Reply reply =
        new PersonaAgent(
                file("tools: [uno, dos]"), means(models, new FakeLibrary("none"), one, two))
            .answer(prompt("¿2 + 2?"), texts(chunks::add));
    assertThat(reply.text()).isEqualTo("Mire " + shown.markdown() + "\n\n" + other.markdown());
    assertThat(reply.pictures()).containsExactly(shown, other);
    assertThat(String.join("", chunks)).isEqualTo(reply.text());
  }

  @Test
  void answersManyAtOnceWithoutMixingThem() throws Exception {
    FakeModels models =
        new FakeModels(model("m"))
            .always((asked, chunk) -> {
              String text = String.valueOf(asked.messages().getLast().text());
              text.chars().forEach(c -> chunk.accept(String.valueOf((char) c)));
              return completion(text, "stop");
            });
    PersonaAgent agent = new PersonaAgent(file(), means(models, new FakeLibrary("none")));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String text = "pregunta " + i;
        all.add(
            threads.submit(() -> {
              StringBuilder streamed = new StringBuilder();
              Reply reply = agent.answer(prompt(text), texts(streamed::append));
              assertThat(reply.text()).isEqualTo(text).isEqualTo(streamed.toString());
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private String lastResult() {
    return String.valueOf(models.asked.getLast().messages().getLast().text());
  }

  private Reply answer(String... settings) {
    Reply reply =
        new PersonaAgent(file(settings), means(models, new FakeLibrary("none"), suma))
            .answer(prompt("¿2 + 2?"), texts(chunks::add));
    assertThat(String.join("", chunks)).isEqualTo(reply.text());
    return reply;
  }
}
