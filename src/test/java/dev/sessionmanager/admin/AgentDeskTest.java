package dev.sessionmanager.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.gateway.Agent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Agents for the administrator: their files read, checked, written and taken away; tried. */
@ExtendWith(OutputCaptureExtension.class)
class AgentDeskTest {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String COOK =
      "---\nname: recetas\ntitle: Recetas\ntools: [horno]\n---\nEres un cocinero.\n";

  private final EchoAgent echo = new EchoAgent("eco", Agent.Kind.PERSONA);
  private final Service service = Service.startWith(List.of(echo), "DEFAULT_AGENT=eco");
  private final Path folder = service.data.resolve("agents");

  @AfterEach
  void stop() {
    service.close();
  }

  private static String json(Object body) {
    return JSON.writeValueAsString(body);
  }

  private Answer save(String name, String text, String version) {
    return service.call(
        "PUT", "/admin/agents/" + name + "/file", json(Map.of("text", text, "version", version)));
  }

  private JsonNode agent(String name) {
    return service
        .get("/admin/agents")
        .json()
        .path("agents")
        .valueStream()
        .filter(agent -> agent.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void writesAFileWholeForItsOwnerAloneAndTheAgentAnswersByItAtOnce() throws IOException {
    Answer saved = save("recetas", COOK, "");
    assertThat(saved.status()).isEqualTo(200);
    assertThat(saved.text("/file")).isEqualTo("recetas.md");
    Path file = folder.resolve("recetas.md");
    assertThat(file).hasContent(COOK);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(agent("recetas").path("title").asString()).isEqualTo("Recetas");
    String changed = COOK.replace("title: Recetas", "title: Cocina");
    assertThat(save("recetas", changed, saved.text("/version")).status()).isEqualTo(200);
    assertThat(agent("recetas").path("title").asString()).isEqualTo("Cocina");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void leavesAFileThatHasChangedMeanwhile() throws IOException {
    String version = save("recetas", COOK, "").text("/version");
    assertThat(save("recetas", COOK, "").text("/code")).isEqualTo("file_changed");
    Path file = folder.resolve("recetas.md");
    String by = COOK.replace("cocinero", "panadero");
    Files.writeString(file, by);
    Answer late = save("recetas", COOK, version);
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text("/message")).contains("ábralo de nuevo");
    assertThat(file).hasContent(by);
    assertThat(
            service
                .call("DELETE", "/admin/agents/recetas/file?version=" + version, "")
                .text("/code"))
        .isEqualTo("file_changed");
  }

  @Test
  void refusesWhatIsNoAgentFileWithItsLineAndWritesNothing() {
    Answer wrong = save("recetas", COOK.replace("tools: [horno]", "temperature: mucho"), "");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text("/code")).isEqualTo("agent_malformed");
    assertThat(wrong.text("/message")).startsWith("Línea 4: temperature");
    assertThat(save("otro", COOK, "").text("/errors/text")).contains("seguir siendo otro");
    assertThat(save("../../otro", COOK, "").status()).isNotEqualTo(200);
    assertThat(save("recetas", COOK + "x".repeat(64 * 1024), "").text("/message"))
        .contains("agents.file-max");
    assertThat(folder).doesNotExist();
  }

  @Test
  void findsInACheckWhatAStartWouldFindAndKeepsNothing() {
    JsonNode good = check(COOK);
    assertThat(good.path("ok").asBoolean()).isTrue();
    assertThat(good.path("name").asString()).isEqualTo("recetas");
    assertThat(good.at("/notes/0/line").asInt()).isEqualTo(4);
    assertThat(good.at("/notes/0/reason").asString()).contains("no tool horno");
    JsonNode bad = check("---\nname: recetas\ncolour: red\n---\nHola.\n");
    assertThat(bad.path("ok").asBoolean()).isFalse();
    assertThat(bad.path("line").asInt()).isEqualTo(3);
    assertThat(bad.path("reason").asString()).contains("colour");
    assertThat(folder).doesNotExist();
  }

  private JsonNode check(String text) {
    return service.post("/admin/agents/check", json(Map.of("text", text))).json();
  }

  @Test
  void changesAShippedAgentByACopyAndGoesBackToIt() {
    Answer shipped = service.get("/admin/agents/techbot/file");
    assertThat(shipped.json().path("file").isNull()).isTrue();
    String text = shipped.text("/text").replace("title: TechBot", "title: Soporte");
    assertThat(save("techbot", text, shipped.text("/version")).status()).isEqualTo(200);
    assertThat(agent("techbot").path("title").asString()).isEqualTo("Soporte");
    assertThat(agent("techbot").path("file").asString()).isEqualTo("techbot.md");
    assertThat(service.call("DELETE", "/admin/agents/techbot/file", "").status()).isEqualTo(200);
    assertThat(agent("techbot").path("title").asString()).isEqualTo("TechBot");
    assertThat(service.call("DELETE", "/admin/agents/techbot/file", "").status()).isEqualTo(404);
    assertThat(service.get("/admin/agents/nobody/file").status()).isEqualTo(404);
  }

  @Test
  void opensAFileThatWasNeverAnAgent() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("rota.md"), "no head");
    JsonNode broken = service.get("/admin/agents").json().at("/broken/0");
    for (int looks = 0; broken.isMissingNode() && looks < 100; looks++) {
      service.clock.advance(Duration.ofMinutes(1)); // a look that began before may go on meanwhile
      broken = service.get("/admin/agents").json().at("/broken/0");
    }
    assertThat(broken.path("file").asString()).endsWith("rota.md");
    assertThat(broken.path("line").asInt()).isEqualTo(1);
    Answer source = service.get("/admin/agents/rota/file");
    assertThat(source.text("/text")).isEqualTo("no head");
    String right = "---\nname: rota\n---\nYa no.\n";
    assertThat(save("rota", right, source.text("/version")).status()).isEqualTo(200);
    assertThat(service.get("/admin/agents").json().path("broken")).isEmpty();
  }

  @Test
  void saysThatAFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(service.data.resolve("no-folder"), "");
    try (Service closed = Service.start("AGENTS_DIR=" + file.resolve("agents"))) {
      assertThat(closed.get("/admin/agents").json().path("writable").asBoolean()).isFalse();
      Answer refused = closed.call("PUT", "/admin/agents/recetas/file", json(Map.of("text", COOK)));
      assertThat(refused.text("/code")).isEqualTo("agents_read_only");
      assertThat(refused.text("/message")).contains("no-folder");
    }
  }

  @Test
  void triesAnAgentAndKeepsNothingOfIt(CapturedOutput log) {
    Answer tried =
        service.post(
            "/admin/agents/try",
            json(Map.of("agent", "ecobot", "message", "¿Qué es la inflación?")));
    assertThat(tried.status()).isEqualTo(200);
    assertThat(tried.text("/answer")).contains("precios");
    assertThat(tried.text("/meta/by")).isEqualTo("knowledge");
    JsonNode drawn =
        service
            .post(
                "/admin/agents/try",
                json(Map.of("agent", "ecobot", "message", "gráfico de oferta y demanda")))
            .json();
    assertThat(drawn.at("/pictures/0/type").asString()).isEqualTo("image/png");
    assertThat(drawn.at("/pictures/0/content").asString()).startsWith("iVBOR");
    assertThat(service.get("/admin/usage").json().at("/total/messages").asInt()).isZero();
    assertThat(service.get("/admin/conversations").json().at("/data/conversations")).isEmpty();
    assertThat(log).contains("what=agent.try whom=ecobot outcome=done");
    assertThat(log).doesNotContain("inflación");
  }

  @Test
  void triesATextThatIsNotSavedAndGoesOnFromWhatWasSaid() {
    echo.does((prompt, chunk) -> {
      throw new AssertionError("not this one");
    });
    String text = "---\nname: eco\nwords:\n  greeting: Hola, soy un borrador.\n---\nNada.\n";
    Answer tried =
        service.post(
            "/admin/agents/try",
            json(
                Map.of(
                    "text",
                    text,
                    "message",
                    "hola",
                    "before",
                    List.of(Map.of("question", "uno", "answer", "dos")))));
    assertThat(tried.text("/answer")).isEqualTo("Hola, soy un borrador.");
    assertThat(
            service
                .post("/admin/agents/try", json(Map.of("agent", "nobody", "message", "hola")))
                .text("/code"))
        .isEqualTo("unknown_agent");
    assertThat(
            service
                .post("/admin/agents/try", json(Map.of("text", "no head", "message", "hola")))
                .text("/code"))
        .isEqualTo("agent_malformed");
  }

  @Test
  void isForAdministratorsAlone() {
    String[] bearer = Service.outside(service.token("user_1", "1234", "x"));
    for (String path : List.of("/admin/agents", "/admin/agents/techbot/file", "/admin/usage")) {
      assertThat(service.get(path, bearer).status()).as(path).isEqualTo(403);
    }
  }
}
