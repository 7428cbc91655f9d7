package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.admission.WorkQueue;
import dev.sessionmanager.model.ModelStub;
import dev.sessionmanager.model.ModelStub.Request;
import dev.sessionmanager.model.OllamaStub;
import dev.sessionmanager.model.OpenAiStub;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What agents know of a long conversation, at the default settings, by what the model was sent. */
class MemoryTest {

  private static final JsonMapper JSON = new JsonMapper();

  /** How the task of a summary begins. */
  private static final String TASK = "Resuma la conversación";

  /** Who answers; both with what a test says, and with the same words. */
  enum Provider {
    OPENAI,
    OLLAMA;

    ModelStub stub() {
      return this == OPENAI ? new OpenAiStub() : new OllamaStub();
    }

    ModelStub.Answer text(String text) {
      return this == OPENAI ? OpenAiStub.text(text) : OllamaStub.text(text);
    }

    ModelStub.Answer cut(String text) {
      return this == OPENAI ? OpenAiStub.cut(text) : OllamaStub.cut(text);
    }

    Service start(ModelStub stub, String... more) {
      List<String> settings = new ArrayList<>(List.of(more));
      if (this == OPENAI) {
        settings.addAll(List.of("LLM_URL=" + stub.url() + "/v1", "MODEL_NAME=m"));
      } else {
        settings.add("OLLAMA_URL=" + stub.url());
      }
      settings.add("LLM_MAX_RETRIES=0");
      return Service.start(settings.toArray(String[]::new));
    }
  }

  /** Answers questions with their words and 300 more, and is asked for summaries beside them. */
  private static void answers(ModelStub stub, Provider provider, ModelStub.Answer summary) {
    stub.otherwise =
        exchange -> {
          Request request = exchange.request();
          String asked = contents(request).getLast();
          (isSummary(request) ? summary : provider.text("Sobre " + asked + ": " + words(300)))
              .to(exchange);
        };
  }

  private static String words(int count) {
    return "una explicación ".repeat(count / 2).strip();
  }

  private static boolean isSummary(Request request) {
    return contents(request).getFirst().startsWith(TASK);
  }

  private static List<String> contents(Request request) {
    return request.json().path("messages").findValuesAsString("content");
  }

  private static List<String> roles(Request request) {
    return request.json().path("messages").findValuesAsString("role");
  }

  private static List<Request> summaries(ModelStub stub) {
    return stub.requests.stream().filter(MemoryTest::isSummary).toList();
  }

  /** The last request for an answer. */
  private static Request asked(ModelStub stub) {
    return stub.requests.stream().filter(request -> !isSummary(request)).toList().getLast();
  }

  private static Answer chat(Service service, String agent, String message) {
    return chat(service, "s", agent, message);
  }

  private static Answer chat(Service service, String session, String agent, String message) {
    Answer answer =
        service.post(
            "/chat",
            JSON.createObjectNode()
                .put("message", message)
                .put("session_id", session)
                .put("agent_id", agent)
                .toString());
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer;
  }

  private static Answer talk(Service service, int from, int to) {
    Answer last = null;
    for (int i = from; i <= to; i++) {
      last = chat(service, "techbot", "el asunto " + i);
    }
    assertThat(last).isNotNull();
    return last;
  }

  /** Looks again and again, for twenty seconds at most. */
  private static void until(BooleanSupplier so) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static List<JsonNode> turns(Service service) {
    String id = service.get("/conversations").text("/data/conversations/0/id");
    return service
        .get("/conversations/" + id + "?limit=200")
        .json()
        .at("/data/turns")
        .valueStream()
        .toList();
  }

  private static List<JsonNode> summaryRows(Service service) {
    return turns(service).stream()
        .filter(turn -> turn.path("status").asString().equals("summary"))
        .toList();
  }

  private static long number(Service service, String sql) {
    String file = "jdbc:sqlite:" + service.data.resolve("session_manager.db");
    try (Connection connection = DriverManager.getConnection(file);
        var row = connection.createStatement().executeQuery(sql)) {
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The original's test of memory: what was said first is asked for at the end. */
  @ParameterizedTest
  @EnumSource
  void whatWasSaidFirstReachesTheModelAtTheSeventhMessage(Provider provider) {
    List<String> said =
        List.of(
            "Hola, me llamo Ana y trabajo con Python 3.12",
            "¿Qué son las listas?",
            "¿Puedes darme un ejemplo de lo que acabas de explicar?",
            "¿Y en qué se diferencian de las tuplas?",
            "¿Cuál de las dos es más rápida?",
            "Gracias, ¿y los diccionarios?",
            "¿Cómo me llamo y qué versión uso?");
    try (ModelStub stub = provider.stub();
        Service service = provider.start(stub)) {
      answers(stub, provider, provider.text("nunca"));
      List<String> talk = new ArrayList<>();
      for (String message : said) {
        talk.add(message);
        Answer answer = chat(service, "techbot", message);
        assertThat(contents(asked(stub)).subList(1, talk.size() + 1)).isEqualTo(talk);
        talk.add(answer.text("/reply"));
        assertThat(answer.json().path("message_count").asInt()).isEqualTo(talk.size());
        assertThat(answer.json().at("/meta/left_out").isMissingNode()).isTrue();
      }
      assertThat(roles(asked(stub)))
          .hasSize(14)
          .startsWith("system", "user", "assistant")
          .endsWith("assistant", "user");
      assertThat(contents(asked(stub)).getFirst()).startsWith("Sos TechBot");
      assertThat(summaries(stub)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLastTwentyMessagesGoAlongHoweverLongTheyAre(Provider provider) {
    try (ModelStub stub = provider.stub();
        Service service = provider.start(stub, "memory.summaries=false")) {
      answers(stub, provider, provider.text("nunca"));
      Answer last = talk(service, 1, 14);
      List<String> expected = new ArrayList<>();
      for (int i = 5; i <= 13; i++) {
        expected.add("el asunto " + i);
        expected.add("Sobre el asunto " + i + ": " + words(300));
      }
      expected.add("el asunto 14");
      List<String> sent = contents(asked(stub));
      assertThat(sent.subList(1, sent.size())).isEqualTo(expected);
      assertThat(last.json().at("/meta/left_out/messages").asInt()).isEqualTo(8);
      assertThat(last.json().at("/meta/left_out/summarised").isMissingNode()).isTrue();
      if (provider == Provider.OLLAMA) {
        JsonNode options = asked(stub).json().path("options");
        int chars = sent.stream().mapToInt(String::length).sum();
        assertThat(options.path("num_ctx").asInt()).isGreaterThan(chars / 3 + 1024);
        assertThat(options.path("num_predict").asInt()).isEqualTo(1024);
      }
    }
  }

  @Test
  void psicoiaAloneKeepsToTheNumbersOfItsOriginal() {
    try (ModelStub stub = new OpenAiStub();
        Service service = Provider.OPENAI.start(stub, "memory.summaries=false")) {
      answers(stub, Provider.OPENAI, OpenAiStub.text("nunca"));
      chat(service, "psicoia", "me cuesta estudiar");
      chat(service, "psicoia", "y también ordenar mis cosas");
      JsonNode request = asked(stub).json();
      assertThat(request.path("max_tokens").asInt()).isEqualTo(200);
      assertThat(roles(asked(stub))).containsExactly("system", "user");
      chat(service, "techbot", "hola, ¿qué es DNS?");
      assertThat(asked(stub).json().path("max_tokens").asInt()).isEqualTo(1024);
      assertThat(roles(asked(stub))).hasSize(6);
    }
  }

  @Test
  void psicoiaHasASummaryThatFitsIntoItsSmallBudget() {
    try (ModelStub stub = new OpenAiStub();
        Service service = Provider.OPENAI.start(stub)) {
      String early = "Ana perdió a su perro. ".repeat(40);
      answers(stub, Provider.OPENAI, OpenAiStub.text(early));
      chat(service, "psicoia", "me llamo Ana y perdí a mi perro");
      chat(service, "psicoia", "también me cuesta ordenar mis cosas");
      until(() -> summaryRows(service).size() == 1);
      chat(service, "psicoia", "y no sé por dónde empezar a ordenar");
      List<String> sent = contents(asked(stub));
      assertThat(sent.getFirst()).contains("# Resumen de lo anterior", "Ana perdió a su perro.");
      assertThat(sent.stream().mapToInt(String::length).sum()).isLessThanOrEqualTo(3 * 1000);
      assertThat(summaries(stub).getFirst().json().path("max_tokens").asInt()).isBetween(30, 200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLeftOutIsSummarisedAndGoesAlong(Provider provider) {
    try (ModelStub stub = provider.stub();
        Service service = provider.start(stub)) {
      answers(stub, provider, provider.text("La persona habló de los primeros asuntos."));
      talk(service, 1, 10);
      assertThat(summaries(stub)).isEmpty();
      talk(service, 11, 11);
      until(() -> summaryRows(service).size() == 1);

      // What was left out and what will be next, of both sides.
      String task = contents(summaries(stub).getFirst()).getLast();
      assertThat(task)
          .contains("Persona: el asunto 1\n", "Asistente: Sobre el asunto 1: una explicación")
          .contains("el asunto 4", "el asunto 5: una explicación")
          .doesNotContain("el asunto 6");
      assertThat(summaries(stub).getFirst().streams()).isFalse();

      Answer next = talk(service, 12, 12);
      assertThat(contents(asked(stub)).getFirst())
          .startsWith("Sos TechBot")
          .contains("# Resumen de lo anterior", "La persona habló de los primeros asuntos.");
      assertThat(contents(asked(stub))).contains("el asunto 3").hasSize(20);
      assertThat(next.json().at("/meta/left_out/messages").asInt()).isEqualTo(4);
      assertThat(next.json().at("/meta/left_out/summarised").asInt()).isEqualTo(4);
      assertThat(next.json().path("message_count").asInt()).isEqualTo(24);

      // The next begins where this one ended, and goes on from it.
      talk(service, 13, 16);
      until(() -> summaryRows(service).size() == 2);
      assertThat(contents(summaries(stub).getLast()).getLast())
          .startsWith("Resumen de lo que se dijo antes")
          .contains("La persona habló de los primeros asuntos.", "Persona: el asunto 6\n")
          .doesNotContain("el asunto 5");
    }
  }

  @Test
  void aSummaryIsARowOfItsOwnThatItsOwnerReads() {
    try (ModelStub stub = new OpenAiStub();
        Service service = Provider.OPENAI.start(stub)) {
      answers(stub, Provider.OPENAI, OpenAiStub.text("Un resumen inconfundible."));
      talk(service, 1, 11);
      until(() -> summaryRows(service).size() == 1);
      JsonNode row = summaryRows(service).getFirst();
      assertThat(row.path("answer").asString()).isEqualTo("Un resumen inconfundible.");
      assertThat(row.path("agent").asString()).isEqualTo("techbot");
      assertThat(row.path("question").asString()).isEmpty();
      assertThat(row.at("/meta/by").asString()).isEqualTo("summary");
      assertThat(row.at("/meta/summarised_to").asString())
          .isEqualTo(turns(service).get(4).path("id").asString());
      assertThat(row.at("/usage/input_tokens").asInt()).isEqualTo(11);
      assertThat(row.at("/usage/model").asString()).isEqualTo("m");
      long counted = number(service, "select sum(input_tokens) from storage");
      assertThat(counted).isEqualTo(11 * 12);

      Answer history = service.get("/history?session_id=s");
      assertThat(history.json().path("history").findValuesAsString("role"))
          .hasSize(23)
          .containsOnlyOnce("summary");
      assertThat(history.raw().body()).containsOnlyOnce("Un resumen inconfundible.");
      String id = service.get("/conversations").text("/data/conversations/0/id");
      Answer read = service.get("/conversations/" + id);
      assertThat(read.json().at("/data/message_count").asInt()).isEqualTo(22);
      assertThat(service.get("/conversations/" + id + "/export?format=markdown").raw().body())
          .contains("*Resumen de lo anterior*\n\nUn resumen inconfundible.");
      assertThat(service.get("/conversations/search?q=inconfundible").json().at("/data/found"))
          .isEmpty();

      assertThat(service.call("DELETE", "/conversations/" + id + "?forever=true", "").status())
          .isEqualTo(200);
      assertThat(number(service, "select count(*) from turns")).isZero();
      assertThat(number(service, "select sum(bytes) from storage")).isZero();
    }
  }

  @Test
  void aSummaryIsStillKnownAfterARestart() {
    try (ModelStub stub = new OpenAiStub()) {
      answers(stub, Provider.OPENAI, OpenAiStub.text("Lo del principio."));
      String data;
      try (Service service = Provider.OPENAI.start(stub)) {
        talk(service, 1, 11);
        until(() -> summaryRows(service).size() == 1);
        data = "DATA_DIR=" + service.data;
      }
      try (Service service = Provider.OPENAI.start(stub, data)) {
        talk(service, 12, 12);
        assertThat(contents(asked(stub)).getFirst()).contains("Lo del principio.");
      }
    }
  }

  @Test
  void whatWasLeftOutBeforeARestartIsSummarisedAfterIt() {
    try (ModelStub stub = new OpenAiStub()) {
      answers(stub, Provider.OPENAI, OpenAiStub.text("Lo del principio."));
      String data;
      try (Service service = Provider.OPENAI.start(stub, "memory.summaries=false")) {
        talk(service, 1, 20);
        data = "DATA_DIR=" + service.data;
      }
      try (Service service = Provider.OPENAI.start(stub, data)) {
        talk(service, 21, 21);
        until(() -> summaryRows(service).size() == 1);
        assertThat(contents(summaries(stub).getFirst()).getLast())
            .contains("Persona: el asunto 1\n", "Persona: el asunto 11\n");
      }
    }
  }

  @Test
  void aSummaryThatFailsHarmsNothing() {
    try (ModelStub stub = new OpenAiStub();
        Service service = Provider.OPENAI.start(stub, "models.breaker-open=1ms")) {
      answers(stub, Provider.OPENAI, OpenAiStub.error(500, "server_error", "broken"));
      talk(service, 1, 11);
      until(() -> !summaries(stub).isEmpty());
      talk(service, 12, 14);
      assertThat(summaryRows(service)).isEmpty();
      assertThat(turns(service))
          .hasSize(14)
          .allSatisfy(turn -> assertThat(turn.path("status").asString()).isEqualTo("answered"));
      assertThat(summaries(stub)).hasSize(1); // it is left alone for a while

      answers(stub, Provider.OPENAI, OpenAiStub.text("Ahora sí."));
      service.clock.advance(Duration.ofMinutes(6));
      talk(service, 15, 15);
      until(() -> summaryRows(service).size() == 1);
    }
  }

  @Test
  void noAnswerWaitsForASummary() {
    CountDownLatch over = new CountDownLatch(1);
    try (ModelStub stub = new OpenAiStub();
        Service service = Provider.OPENAI.start(stub)) {
      begunAndHeldUp(stub, service, over);
      talk(service, 12, 14);
      assertThat(summaries(stub)).hasSize(1); // one at a time
      assertThat(summaryRows(service)).isEmpty();
      over.countDown();
      until(() -> summaryRows(service).size() == 1);
    }
  }

  @Test
  void aSummaryIsOneOfWhatIsMadeAtOnce() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ModelStub stub = new OpenAiStub();
        Service service = Provider.OPENAI.start(stub, "MAX_IN_FLIGHT=1")) {
      begunAndHeldUp(stub, service, over);
      CompletableFuture<Answer> next = CompletableFuture.supplyAsync(() -> talk(service, 12, 12));
      until(() -> service.bean(WorkQueue.class).waiting() == 1);
      assertThat(next).isNotDone();
      over.countDown();
      assertThat(next.get().status()).isEqualTo(200);
      until(() -> summaryRows(service).size() == 1);
    }
  }

  @Test
  void noSummaryIsMadeForWhomNoMoreIsKept() {
    try (ModelStub stub = new OpenAiStub();
        Service service = Provider.OPENAI.start(stub, "STORAGE_PER_USER_MAX=28KB")) {
      answers(stub, Provider.OPENAI, OpenAiStub.text("Un resumen."));
      talk(service, 1, 11);
      assertThat(number(service, "select sum(bytes) from storage")).isGreaterThan(28 * 1024);
      // Another's, who has room, is made after it.
      stub.otherwise = exchange -> OpenAiStub.text(words(100)).to(exchange);
      for (int i = 1; i <= 11; i++) {
        chat(service, "another", "techbot", "la cuestión " + i);
      }
      until(() -> !summaries(stub).isEmpty());
      assertThat(summaries(stub))
          .singleElement()
          .satisfies(task -> assertThat(contents(task).getLast()).contains("la cuestión 1"));
    }
  }

  /** A summary is being made until the latch opens. */
  private static void begunAndHeldUp(ModelStub stub, Service service, CountDownLatch over) {
    answers(
        stub,
        Provider.OPENAI,
        exchange -> {
          await(over);
          OpenAiStub.text("Por fin.").to(exchange);
        });
    talk(service, 1, 11);
    until(() -> summaries(stub).size() == 1);
  }

  private static void await(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSummaryOfADeletedConversationIsNotWritten() {
    CountDownLatch over = new CountDownLatch(1);
    try (ModelStub stub = new OpenAiStub();
        Service service = Provider.OPENAI.start(stub)) {
      begunAndHeldUp(stub, service, over);
      String id = service.get("/conversations").text("/data/conversations/0/id");
      service.call("DELETE", "/conversations/" + id + "?forever=true", "");
      over.countDown();
      // Another conversation's summary is written after it.
      answers(stub, Provider.OPENAI, OpenAiStub.text("Otra."));
      talk(service, 1, 11);
      until(() -> summaryRows(service).size() == 1);
      assertThat(number(service, "select count(*) from outcomes where status = 'SUMMARY'"))
          .isEqualTo(1);
    }
  }

  /** A model writes as long as it likes. */
  @Test
  void aSummaryIsNoLongerThanItMayBe() {
    try (ModelStub stub = new OpenAiStub();
        Service service = Provider.OPENAI.start(stub)) {
      answers(stub, Provider.OPENAI, OpenAiStub.text(words(5000)));
      talk(service, 1, 11);
      until(() -> summaryRows(service).size() == 1);
      assertThat(summaries(stub).getFirst().json().path("max_tokens").asInt()).isEqualTo(400);
      assertThat(summaryRows(service).getFirst().path("answer").asString()).hasSize(2400);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatWasCutSaysSoAndGoesOn(Provider provider) {
    try (ModelStub stub = provider.stub();
        Service service = provider.start(stub)) {
      stub.next(provider.cut("Las listas guardan varios val"));
      Answer cut = chat(service, "techbot", "¿Qué son las listas?");
      assertThat(cut.text("/reply")).isEqualTo("Las listas guardan varios val");
      assertThat(cut.text("/meta/finish_reason")).isEqualTo("length");
      stub.next(provider.text("ores en orden."));
      Answer rest = chat(service, "techbot", "continuá");
      assertThat(rest.text("/reply")).isEqualTo("ores en orden.");
      assertThat(rest.json().at("/meta/finish_reason").isMissingNode()).isTrue();
      List<String> sent = contents(stub.request());
      assertThat(sent.subList(1, 3))
          .containsExactly("¿Qué son las listas?", "Las listas guardan varios val");
      assertThat(sent.getLast()).startsWith("continuá\n\n(Continúe su última respuesta");
      assertThat(turns(service))
          .extracting(turn -> turn.path("question").asString())
          .containsExactly("¿Qué son las listas?", "continuá");
      assertThat(turns(service).getFirst().at("/meta/finish_reason").asString())
          .isEqualTo("length");
    }
  }
}
