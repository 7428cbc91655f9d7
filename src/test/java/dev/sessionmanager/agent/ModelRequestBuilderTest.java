package dev.sessionmanager.agent;

import static dev.sessionmanager.agent.FakeModels.model;
import static dev.sessionmanager.agent.FakeModels.says;
import static dev.sessionmanager.agent.Fakes.file;
import static dev.sessionmanager.agent.Fakes.means;
import static dev.sessionmanager.agent.Fakes.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.knowledge.Library;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a model gets to see of a prompt, a conversation and what the agent knows. */
class ModelRequestBuilderTest {

  private static final Library NOTHING = new FakeLibrary("none");

  private final FakeLibrary library =
      new FakeLibrary("k")
          .with("oferta", "La oferta es…", true)
          .with("demanda", "La demanda es…", false);

  @Test
  void asksTheModelWithTheBestPassages() {
    FakeModels models = new FakeModels(model("m")).then(says("Es ", "esto."));
    Reply reply =
        answer(means(models, library), file("knowledge: k"), prompt("¿oferta o demanda?"));
    assertThat(reply.meta()).isEqualTo(Map.of("by", "model"));
    assertThat(models.asked.getFirst().messages().getFirst().text())
        .startsWith("Eres Anna.\n\n")
        .contains("no instrucciones", "## oferta (Manual, oferta)\nLa oferta es…");
  }

  @Test
  void showsTheModelWhatWasSaidBeforeAFollowUp() {
    FakeModels models = new FakeModels(model("m")).then(says("Por ejemplo…"));
    Message[] before = {
      Message.user("¿Qué es una dirección IP?"), Message.assistant("Es como un domicilio.")
    };
    String followUp = "¿un ejemplo de lo que acabas de explicar?";
    answer(means(models, NOTHING), file(), prompt(followUp, before));
    assertThat(models.asked.getFirst().messages())
        .containsExactly(
            Message.system("Eres Anna."), before[0], before[1], Message.user(followUp));
    assertThat(models.asked.getFirst().id()).isEqualTo("0123456789abcdef0123456789abcdef");
  }

  @Test
  void saysWhatTheWindowLeftOut() {
    FakeModels models = new FakeModels(model("m")).then(says("Sí."));
    Message[] before =
        IntStream.range(0, 8)
            .mapToObj(i -> i % 2 == 0 ? Message.user("hola " + i) : Message.assistant("buenas"))
            .toArray(Message[]::new);
    Reply reply =
        answer(means(models, NOTHING), file("history_max_messages: 5"), prompt("¿sí?", before));
    assertThat(models.asked.getFirst().messages()).hasSize(1 + 5);
    assertThat(reply.meta())
        .containsEntry("left_out", Map.of("messages", 4, "tokens", 2 * (2 + 8 + 1 + 8)));
  }

  @Test
  void keepsToTheSmallerOfTheFilesAndTheModelsBudget() {
    Message[] before = {Message.user("uno dos tres"), Message.assistant("cuatro cinco seis")};
    for (String budget : List.of("input_token_budget: 20", "input_token_budget: 100000")) {
      FakeModels models = new FakeModels(model("m")).then(says("Sí."));
      models.budget = budget.endsWith("20") ? 1000 : 20;
      Reply reply = answer(means(models, NOTHING), file(budget), prompt("¿sí?", before));
      assertThat(reply.meta()).containsKey("left_out");
    }
  }

  @Test
  void takesTheHistoryForTheQuestionWhereThereIsNoText() {
    FakeModels models = new FakeModels(model("m")).then(says("42."));
    Message[] asked = {Message.user("¿?"), Message.result("1", "42")};
    answer(means(models, NOTHING), file(), prompt("", asked));
    assertThat(models.asked.getFirst().messages())
        .containsExactly(Message.system("Eres Anna."), asked[0], asked[1]);
  }

  @Test
  void takesTheCallersWishesWithinTheFilesBounds() {
    FakeModels models = new FakeModels(model("m")).always(says("Sí."));
    AgentServices means = means(models, NOTHING);
    AgentFile file = file("temperature: 0.5", "max_tokens: 200");
    answer(means, file, prompt("hola"));
    answer(means, file, prompt("hola", options(1.0, 5000)));
    answer(means, file, prompt("hola", options(null, 50)));
    assertThat(models.asked)
        .extracting(asked -> asked.options().temperature())
        .containsExactly(0.5, 1.0, 0.5);
    assertThat(models.asked)
        .extracting(asked -> asked.options().maxTokens())
        .containsExactly(200, 200, 50);
  }

  @Test
  void showsNoPassageThatIsTooLong() {
    library.with("largo", "palabra ".repeat(900), true).with("costo", "El costo es…", true);
    FakeModels models = new FakeModels(model("m")).then(says("Esto."));
    Reply reply =
        answer(means(models, library), file("knowledge: k"), prompt("oferta, largo y costo"));
    assertThat(models.asked.getFirst().messages().getFirst().text())
        .contains("## oferta", "## costo")
        .doesNotContain("## largo");
    assertThat(reply.meta()).doesNotContainKey("sources");
  }

  /**
   * Prompt, question and heading leave about 940 words: 700 of a sure passage fit beside no more.
   */
  @Test
  void putsSurePassagesBeforeTheConversation() {
    library.with("largo", "palabra ".repeat(690), true);
    FakeModels models = new FakeModels(model("m")).then(says("Esto."));
    Message[] before = {Message.user("x ".repeat(300)), Message.assistant("y")};
    Reply reply = answer(means(models, library), file("knowledge: k"), prompt("¿largo?", before));
    assertThat(models.asked.getFirst().messages().getFirst().text()).contains("## largo");
    assertThat(reply.meta()).containsKey("left_out");
  }

  @Test
  void putsTheConversationBeforePassagesThatAreNotSure() {
    library.with("ejemplo", "palabra ".repeat(690), false);
    FakeModels models = new FakeModels(model("m")).then(says("Esto."));
    Message[] before = {Message.user("x ".repeat(300)), Message.assistant("y")};
    Reply reply =
        answer(
            means(models, library),
            file("knowledge: k"),
            prompt("¿un ejemplo de lo que acabas de explicar?", before));
    assertThat(models.asked.getFirst().messages()).contains(before);
    assertThat(reply.meta()).isEqualTo(Map.of("by", "model"));
  }

  private static Reply answer(AgentServices means, AgentFile file, Prompt prompt) {
    return new PersonaAgent(file, means).answer(prompt, chunk -> {});
  }

  private static AnswerOptions options(@Nullable Double temperature, int maxTokens) {
    return new AnswerOptions(
        temperature,
        null,
        maxTokens,
        null,
        List.of(),
        null,
        null,
        null,
        List.of(),
        null,
        null,
        Map.of());
  }
}
