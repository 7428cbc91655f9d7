package dev.sessionmanager.agent;

import static dev.sessionmanager.agent.FakeModels.fails;
import static dev.sessionmanager.agent.FakeModels.model;
import static dev.sessionmanager.agent.FakeModels.says;
import static dev.sessionmanager.agent.FakeModels.texts;
import static dev.sessionmanager.agent.FakeModels.wants;
import static dev.sessionmanager.agent.Fakes.file;
import static dev.sessionmanager.agent.Fakes.means;
import static dev.sessionmanager.agent.Fakes.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.conversation.ToolSpec;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.handover.HandoverOutlook;
import dev.sessionmanager.knowledge.Library;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.tool.Tool;
import dev.sessionmanager.tool.ToolRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who answers, in which order, and what the model gets to see. */
class PersonaAgentTest {

  private static final Library NOTHING = new FakeLibrary("none");
  private static final AgentFile ALL =
      file("knowledge: k", "tools: [suma]", "safety: true", "human: true", "off_topic: Solo K.");

  private final FakeLibrary library =
      new FakeLibrary("k")
          .with("oferta", "La oferta es…", true)
          .with("demanda", "La demanda es…", false);
  private final FakeTool suma = FakeTool.saying("suma", "sumá", "2 + 2 = 4");

  /** The model is down in all of these: nothing but the path itself may be needed. */
  private final AgentServices inDanger =
      new AgentServices(
          new FakeModels(model("m")).always(fails(new Problem(Kind.OVERLOADED))),
          library,
          new ToolRegistry(List.of(suma), Map.of()),
          asked ->
              asked.text().contains("peligro")
                  ? Optional.of(Reply.of("Llame al 112.").withMeta(Map.of("country", "ES")))
                  : Optional.empty(),
          text -> text.contains("una persona"),
          Fakes.messages());

  @Test
  void saysThatItUsesToolsOfItsOwnWhereACallerBringsSome() {
    List<ToolSpec> tools = List.of(ToolSpec.function("clima", "", Map.of()));
    Reply reply =
        new PersonaAgent(ALL, inDanger)
            .answer(prompt("peligro", AnswerOptions.DEFAULTS.withTools(tools)), piece -> {});
    assertThat(reply.meta()).containsEntry("tools_left_out", 1);
    AnswerOptions insisting =
        new AnswerOptions(
            null, null, null, null, List.of(), null, null, null, tools, "required", null, Map.of());
    assertThatThrownBy(
            () -> new PersonaAgent(ALL, inDanger).answer(prompt("peligro", insisting), piece -> {}))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.OWN_TOOLS));
  }

  @Test
  void answersDangerBeforeAnythingElseAndWithTheModelDown() {
    Reply reply = answer(inDanger, ALL, "peligro, sumá la oferta, quiero una persona");
    assertThat(reply.text()).isEqualTo("Llame al 112.");
    assertThat(reply.meta()).isEqualTo(Map.of("by", "safety", "mark", "danger", "country", "ES"));
  }

  @Test
  void looksForDangerOnlyWhereTheFileAsksForIt() {
    assertThatThrownBy(() -> answer(inDanger, file(), "peligro")).isInstanceOf(Problem.class);
  }

  @Test
  void marksWhoeverWantsAPersonBeforeToolsAndKnowledge() {
    Reply reply = answer(inDanger, ALL, "sumá la oferta; quiero una persona");
    assertThat(reply.text()).contains("no tengo cómo avisarle a una persona");
    assertThat(reply.meta()).isEqualTo(Map.of("by", "tool", "mark", "human", "reason", "asked"));
  }

  @Test
  void sumsUpForTheHumanWhoIsTold() {
    FakeModels models = new FakeModels(model("m")).then(says("Quiere cambiar un anillo."));
    Prompt told = prompt("quiero una persona").withHandover(HandoverOutlook.TOLD);
    Reply reply = new PersonaAgent(ALL, means(models, library, suma)).answer(told, piece -> {});
    assertThat(reply.text()).contains("aviso al equipo").contains("respondo yo");
    assertThat(reply.meta())
        .containsEntry("mark", "human")
        .containsEntry("summary", "Quiere cambiar un anillo.");
  }

  @ParameterizedTest
  @CsvSource({"TOLD, respondo yo", "TOLD_QUIET, no respondo más", "WAITING, todavía no llegó"})
  void saysWhatIsTrueOfAHuman(HandoverOutlook outlook, String said) {
    Prompt prompt = prompt("quiero una persona").withHandover(outlook);
    assertThat(new PersonaAgent(ALL, inDanger).answer(prompt, piece -> {}).text()).contains(said);
  }

  @Test
  void hasAToolAnswerBeforeKnowledgeAndModel() {
    Reply reply = answer(inDanger, ALL, "sumá la oferta");
    assertThat(reply.text()).isEqualTo("2 + 2 = 4");
    assertThat(reply.meta()).isEqualTo(Map.of("by", "tool", "tools", List.of("suma")));
  }

  @Test
  void usesOnlyTheToolsOfTheFile() {
    FakeModels models = new FakeModels(model("m")).then(says("Hola."));
    Reply reply = answer(means(models, NOTHING, suma), file(), "sumá");
    assertThat(reply.text()).isEqualTo("Hola.");
    assertThat(models.asked.getFirst().options().tools()).isEmpty();
  }

  @Test
  void goesOnWhereAToolBreaks() {
    FakeTool broken =
        new FakeTool(
            "rota",
            "sumá",
            arguments -> {
              throw new IllegalStateException("oops");
            });
    FakeModels models = new FakeModels(model("m")).then(says("Hola."));
    Reply reply = answer(means(models, NOTHING, broken), file("tools: rota"), "sumá");
    assertThat(reply.text()).isEqualTo("Hola.");
  }

  @Test
  void showsThePictureOfATool() {
    Picture picture = Picture.png("Oferta", new byte[] {1});
    FakeTool chart = new FakeTool("grafico", "gráfico", a -> new Tool.Answer("Mire:", picture));
    Reply reply =
        answer(means(new FakeModels(), NOTHING, chart), file("tools: grafico"), "un gráfico");
    assertThat(reply.text()).isEqualTo("Mire:\n\n" + picture.markdown());
    assertThat(reply.pictures()).containsExactly(picture);
  }

  @Test
  void answersFromASurePassageWithoutTheModelWhereTheFileSaysSo() {
    FakeModels models = new FakeModels(model("m"));
    Reply reply =
        answer(means(models, library), file("knowledge: k", "knowledge_first: true"), "oferta");
    assertThat(reply.text()).isEqualTo("La oferta es…\n\nFuente: Manual, oferta");
    assertThat(reply.meta())
        .isEqualTo(Map.of("by", "knowledge", "sources", List.of(source("oferta"))));
    assertThat(models.asked).isEmpty();
  }

  @Test
  void answersFromAllPassagesThatAreSure() {
    library.with("costo", "El costo es…", true);
    Reply reply =
        answer(means(new FakeModels(), library), file("knowledge: k"), "¿oferta, demanda o costo?");
    assertThat(reply.text())
        .isEqualTo(
            "La oferta es…\n\nFuente: Manual, oferta\n\nEl costo es…\n\nFuente: Manual, costo");
    assertThat(reply.meta()).containsEntry("sources", List.of(source("oferta"), source("costo")));
  }

  @Test
  void answersFromASurePassageWhereThereIsNoModel() {
    Reply reply = answer(means(new FakeModels(), library), file("knowledge: k"), "oferta");
    assertThat(reply.meta()).containsEntry("by", "knowledge");
    assertThat(reply.usage()).isNull();
  }

  @Test
  void speaksForItselfWhereThereIsNoModelAndNothingSure() {
    Reply reply = answer(means(new FakeModels(), library, suma), ALL, "¿y la demanda?");
    assertThat(reply.text())
        .as("nobody can be told here: no human is offered")
        .isEqualTo("Solo K. Lo más cercano que tengo: demanda.");
    assertThat(reply.meta()).isEqualTo(Map.of("by", "notice", "model_problem", "no_model"));
  }

  @Test
  void speaksTheLanguageOfItsFile() {
    Reply reply =
        answer(means(new FakeModels(), library), file("knowledge: k", "language: en"), "oferta");
    assertThat(reply.text()).endsWith("Source: Manual, oferta");
  }

  @Test
  void answersFromASurePassageWhenTheModelFailsAndSaysSo() {
    AgentServices means =
        means(new FakeModels(model("m")).then(fails(new Problem(Kind.OVERLOADED))), library);
    Reply reply = answer(means, file("knowledge: k"), "oferta");
    assertThat(reply.text()).startsWith("La oferta es…");
    assertThat(reply.meta())
        .containsEntry("by", "knowledge")
        .containsEntry("model_problem", "overloaded");
  }

  @ParameterizedTest
  @CsvSource({"MODEL_FAILED", "MODEL_TIMED_OUT", "MODEL_UNREACHABLE", "MODEL_BUSY"})
  void whoListensStillDoesWhenTheModelFails(Kind kind) {
    AgentServices means = means(new FakeModels(model("m")).then(fails(new Problem(kind))), NOTHING);
    Reply reply = answer(means, file("listens: true", "language: es"), "me siento muy sola");
    assertThat(reply.text()).endsWith("?");
    assertThat(reply.meta())
        .containsEntry("by", "listening")
        .containsEntry("model_problem", kind.code());
  }

  @Test
  void butNotWhereTheProblemIsAnother() {
    AgentServices means =
        means(new FakeModels(model("m")).then(fails(new Problem(Kind.CONTENT_REFUSED))), NOTHING);
    assertThatThrownBy(() -> answer(means, file("listens: true"), "me siento muy sola"))
        .isInstanceOf(Problem.class);
  }

  @Test
  void letsTheProblemUpWhereNoPassageIsSure() {
    AgentServices means =
        means(new FakeModels(model("m")).then(fails(new Problem(Kind.OVERLOADED))), library);
    assertThatThrownBy(() -> answer(means, file("knowledge: k"), "demanda"))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.OVERLOADED));
  }

  @Test
  void letsTheProblemUpOnceAPieceIsOut() {
    FakeModels models =
        new FakeModels(model("m"))
            .then((asked, chunk) -> {
              chunk.accept("La of");
              throw new Problem(Kind.OVERLOADED);
            });
    assertThatThrownBy(() -> answer(means(models, library), file("knowledge: k"), "oferta"))
        .isInstanceOf(Problem.class);
  }

  @Test
  void letsACancelledAnswerEnd() {
    FakeModels models =
        new FakeModels(model("m"))
            .then((asked, chunk) -> {
              Thread.currentThread().interrupt();
              throw new Problem(Kind.OVERLOADED);
            });
    try {
      assertThatThrownBy(() -> answer(means(models, library), file("knowledge: k"), "oferta"))
          .isInstanceOf(Problem.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void asksNoFurtherRoundOnceItIsCancelled() {
    FakeTool cancels =
        new FakeTool(
            "suma",
            "-",
            arguments -> {
              Thread.currentThread().interrupt();
              return Tool.Answer.of("4");
            });
    FakeModels models =
        new FakeModels(model("m")).always(wants(null, ModelTalkTest.call("suma", "{}")));
    try {
      assertThatThrownBy(() -> answer(means(models, NOTHING, cancels), file("tools: suma"), "hola"))
          .isInstanceOf(Problem.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(models.asked).hasSize(1);
  }

  @Test
  void asksTheFilesModelsInOrderAndElseTheDefault() {
    FakeModels models = new FakeModels(model("d"), model("b"), model("a")).always(says("Sí."));
    answer(means(models, NOTHING), file("model: [a, x, b]"), "hola");
    answer(means(models, NOTHING), file("model: x"), "hola");
    answer(means(models, NOTHING), file(), "hola");
    assertThat(models.asked)
        .extracting(FakeModels.Asked::names)
        .containsExactly(List.of("a", "b"), List.of(), List.of());
    assertThat(new PersonaAgent(file("model: [x, b]"), means(models, NOTHING)).via())
        .isEqualTo("b");
    assertThat(new PersonaAgent(file("model: x"), means(models, NOTHING)).via()).isEqualTo("d");
  }

  @Test
  void saysWhetherItCouldAnswer() {
    AgentServices without = means(new FakeModels(), library, suma);
    assertThat(new PersonaAgent(file(), without).check().up()).isFalse();
    assertThat(new PersonaAgent(file("tools: suma"), without).check().up()).isTrue();
    assertThat(new PersonaAgent(file("knowledge: k"), without).check())
        .satisfies(health -> assertThat(health.up()).isTrue())
        .extracting(health -> health.detail(), STRING)
        .contains("GROQ_API_KEY");
    assertThat(new PersonaAgent(file(), without).via()).isEqualTo("tools and knowledge");
    assertThat(new PersonaAgent(file(), means(new FakeModels(model("m")), library)).check().up())
        .isTrue();
  }

  @Test
  void presentsItselfAsItsFileSays() {
    Agent agent =
        new PersonaAgent(
            file("title: Anna B", "description: Ayuda.", "greeting: Hola."),
            means(new FakeModels(), NOTHING));
    assertThat(agent.name()).isEqualTo("anna");
    assertThat(agent.card())
        .isEqualTo(new Agent.Card("Anna B", "Ayuda.", "Hola.", Agent.Kind.PERSONA));
  }

  private static Map<String, String> source(String title) {
    return Map.of("id", title, "title", title, "source", "Manual, " + title);
  }

  private static Reply answer(AgentServices means, AgentFile file, String text) {
    StringBuilder streamed = new StringBuilder();
    Reply reply = new PersonaAgent(file, means).answer(prompt(text), texts(streamed::append));
    if (!streamed.isEmpty()) {
      assertThat(streamed).hasToString(reply.text());
    }
    return reply;
  }
}
