package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EventReader.Event;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.model.OpenAiStub;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The agents of the jar, from a person's request to the model's and back. */
class AgentsWithAModelIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final OpenAiStub model = new OpenAiStub();

  @TempDir static Path data;
  private static PackagedService service;
  private static String[] user;

  @BeforeAll
  static void start() throws Exception {
    service =
        new PackagedService(
            data, model.url(), "PER_USER_MAX=50", "LLM_MAX_RETRIES=0", "AGENTS_RECHECK=500ms");
    user = service.login("user_1", "1234");
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
    model.close();
  }

  private static String body(String agent, String session, String message) {
    return JSON.createObjectNode()
        .put("agent_id", agent)
        .put("session_id", session)
        .put("message", message)
        .toString();
  }

  private static Answer chat(String agent, String session, String message) {
    return service.post("/chat", body(agent, session, message), user);
  }

  private static String reply(String agent, String session, String message) {
    Answer answer = chat(agent, session, message);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.text("/reply");
  }

  private static EventReader stream(String session, String... headers) throws Exception {
    HttpRequest request =
        Service.request(service.port, "POST", "/chat", body("techbot", session, "hola"), headers);
    return new EventReader(
        service.http,
        HttpRequest.newBuilder(request, (name, value) -> true)
            .header("Accept", "text/event-stream")
            .build());
  }

  /** Looks again and again, for ten seconds at most. */
  private static void until(BooleanSupplier so) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
    }
  }

  @Test
  void techbotKnowsWhatItHasJustExplained() {
    model.next(OpenAiStub.text("Una copia de seguridad guarda tus archivos en otro lugar."));
    String first = reply("techbot", "copia", "¿Qué es una copia de seguridad?");
    model.next(OpenAiStub.text("Por ejemplo, ", "un disco externo."));
    assertThat(reply("techbot", "copia", "¿un ejemplo de lo que acabas de explicar?"))
        .isEqualTo("Por ejemplo, un disco externo.");
    JsonNode messages = model.request().json().path("messages");
    assertThat(messages.findValuesAsString("role"))
        .containsExactly("system", "user", "assistant", "user");
    assertThat(messages.at("/0/content").asString()).startsWith("Sos TechBot");
    assertThat(messages.findValuesAsString("content").subList(1, 4))
        .containsExactly(
            "¿Qué es una copia de seguridad?", first, "¿un ejemplo de lo que acabas de explicar?");
  }

  @Test
  void techbotRemembersTwentyMessagesAtMost() {
    for (int i = 0; i < 14; i++) {
      model.next(OpenAiStub.text("r" + i));
      reply("techbot", "larga", "p" + i);
    }
    List<String> said = model.request().json().path("messages").findValuesAsString("content");
    assertThat(said.getFirst()).startsWith("Sos TechBot");
    List<String> expected = new ArrayList<>();
    for (int i = 4; i < 13; i++) {
      expected.addAll(List.of("p" + i, "r" + i));
    }
    expected.add("p13");
    assertThat(said.subList(1, said.size())).isEqualTo(expected).hasSizeLessThanOrEqualTo(20);
    assertThat(service.turns("larga", user).getLast().at("/meta/left_out/messages").asInt())
        .isEqualTo(8);
  }

  @Test
  void ecobotsChartIsItsOwnersAlone() throws Exception {
    String reply =
        reply("ecobot", "grafico", "graficá oferta y demanda Qd = 100 - 2P, Qs = 20 + 3P");
    Matcher picture = Pattern.compile("\\((/pictures/[^)]+)\\)").matcher(reply);
    assertThat(picture.find()).as(reply).isTrue();
    String path = picture.group(1);
    var png =
        service.http.send(
            Service.request(service.port, "GET", path, "", user), BodyHandlers.ofByteArray());
    assertThat(png.headers().firstValue("Content-Type")).hasValue("image/png");
    assertThat(png.body()).startsWith(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
    assertThat(service.get(path, service.login("user_2", "5678")).status()).isEqualTo(404);
    assertThat(service.get(path).status()).isEqualTo(404);
  }

  @Test
  void anAgentFileComesChangesAndGoesAndABrokenOneIsNamed() throws Exception {
    Path folder = Files.createDirectories(data.resolve("agents"));
    Path file = folder.resolve("poeta.md");
    Files.writeString(file, agent("Poeta", "Respondé en verso."));
    until(() -> titles().contains("Poeta"));
    assertThat(reply("poeta", "versos", "hola")).isEqualTo("Hola, mundo.");
    assertThat(model.request().json().at("/messages/0/content").asString())
        .isEqualTo("Respondé en verso.");

    Files.writeString(file, agent("Poeta mayor", "Respondé en sonetos."));
    Path broken = folder.resolve("roto.md");
    Files.writeString(broken, "---\nname: roto\ntemperature: caliente\n---\nHola.\n");
    until(() -> titles().contains("Poeta mayor"));
    reply("poeta", "versos", "otra vez");
    assertThat(model.request().json().at("/messages/0/content").asString())
        .isEqualTo("Respondé en sonetos.");
    assertThat(service.log().lines().filter(line -> line.contains("roto.md")))
        .singleElement()
        .asString()
        .contains("WARN", broken + ":3: ", "temperature");
    assertThat(titles()).contains("TechBot", "EcoBot", "PsicoIA", "Royal Bot", "Poeta mayor");

    Files.delete(file);
    Files.delete(broken);
    until(() -> !titles().contains("Poeta mayor"));
    assertThat(chat("poeta", "otra", "hola").text("/code")).isEqualTo("unknown_agent");
    assertThat(reply("techbot", "sigue", "hola")).isEqualTo("Hola, mundo.");
  }

  private static String agent(String title, String prompt) {
    return "---\nname: poeta\ntitle: %s\ndescription: Versos.\n---\n%s\n".formatted(title, prompt);
  }

  private static List<String> titles() {
    return StreamSupport.stream(service.get("/agents").json().path("agents").spliterator(), false)
        .map(one -> one.path("name").asString())
        .toList();
  }

  @Test
  void theModelsAnswerIsInTheContractsCalls() {
    Answer first = service.post("/communicate", communicate("Resume las ventas"));
    assertThat(first.status()).as(first.raw().body()).isEqualTo(200);
    assertThat(first.text("/data/answer")).isEqualTo("Hola, mundo.");
    assertThat(first.text("/data/instruction/original")).isEqualTo("Resume las ventas");
    model.next(OpenAiStub.text("En uno."));
    Answer second = service.post("/send_instruction", "{\"message\":\"Y en un punto\"}", user);
    assertThat(second.text("/data/answer")).isEqualTo("En uno.");
    assertThat(second.json().path("success").asBoolean()).isTrue();
  }

  private static String communicate(String message) {
    return """
    {"message":"%s","credentials":{"username":"user_1","password":"1234"}}\
    """
        .formatted(message);
  }

  @Test
  void theModelReadsTheUsersOwnFiles() {
    String path = "/vfs/files/ventas/informe.txt";
    String text = "Ventas de octubre: 1.250 €.";
    String[] headers = {user[0], user[1], "Content-Type", "application/octet-stream"};
    assertThat(service.call("PUT", path, text, headers).status()).isBetween(200, 201);
    model.next(
        OpenAiStub.tool("leer_archivo", "{\"ruta\":\"ventas/informe.txt\"}"),
        OpenAiStub.text("Fueron 1.250 €."));
    Answer answer = service.post("/communicate", communicate("Resume el informe de ventas"));
    assertThat(answer.text("/data/answer")).isEqualTo("Fueron 1.250 €.");
    JsonNode result = model.request().json().path("messages").get(3);
    assertThat(result.path("role").asString()).isEqualTo("tool");
    assertThat(result.path("tool_call_id").asString()).isEqualTo("call_1");
    assertThat(result.path("content").asString()).isEqualTo(text);

    model.next(OpenAiStub.tool("leer_archivo", "{\"ruta\":\"ventas/informe.txt\"}"));
    String[] other = service.login("user_2", "5678");
    service.post("/send_instruction", "{\"message\":\"Resume el informe\"}", other);
    assertThat(model.request().json().at("/messages/3/content").asString())
        .isEqualTo("No existe el archivo ventas/informe.txt.");
  }

  @Test
  void stopLeavesTheModel() throws Exception {
    model.next(OpenAiStub.hangingAfter("uno"));
    try (EventReader reader = stream("parar", user)) {
      String turn = reader.next().data().at("/turn_id").asString();
      assertThat(reader.next().data().at("/text").asString()).isEqualTo("uno");
      Answer stopped = service.post("/chat/stop", "{\"turn_id\":\"" + turn + "\"}", user);
      assertThat(model.clientLeft(1, TimeUnit.SECONDS)).isTrue();
      assertThat(stopped.json().path("stopped").asBoolean()).isTrue();
      assertThat(reader.rest()).singleElement().satisfies(end -> isProblem(end, "answer_stopped"));
    }
    assertThat(service.turns("parar", user).getLast().path("status").asString())
        .isEqualTo("cancelled");
    reply("techbot", "parar", "otra cosa");
    assertThat(model.request().json().path("messages").findValuesAsString("role"))
        .containsExactly("system", "user");
  }

  @Test
  void endingTheSessionLeavesTheModel() throws Exception {
    String[] session = service.login("user_2", "5678");
    model.next(OpenAiStub.hangingAfter("uno"));
    try (EventReader reader = stream("salir", session)) {
      reader.next();
      assertThat(reader.next().data().at("/text").asString()).isEqualTo("uno");
      assertThat(service.post("/logout", "", session).status()).isEqualTo(200);
      assertThat(model.clientLeft(1, TimeUnit.SECONDS)).isTrue();
      assertThat(reader.rest()).singleElement().satisfies(end -> isProblem(end, "session_ended"));
    }
  }

  @Test
  void endingTheSessionLeavesTheModelOfAnInstruction() throws Exception {
    service.post("/communicate", communicate("Hola"));
    String[] session = service.login("user_2", "5678");
    int before = model.requests.size();
    model.next(OpenAiStub.silence());
    var waiting =
        service.http.sendAsync(
            Service.request(
                service.port, "POST", "/send_instruction", "{\"message\":\"Resume\"}", session),
            BodyHandlers.ofString());
    until(() -> model.requests.size() > before);
    assertThat(service.post("/logout", "", session).status()).isEqualTo(200);
    assertThat(model.clientLeft(1, TimeUnit.SECONDS)).isTrue();
    assertThat(JSON.readTree(waiting.get(10, TimeUnit.SECONDS).body()).path("code").asString())
        .isEqualTo("session_ended");
  }

  private static void isProblem(Event event, String code) {
    assertThat(event.name()).isEqualTo("problem");
    assertThat(event.data().path("code").asString()).isEqualTo(code);
  }
}
