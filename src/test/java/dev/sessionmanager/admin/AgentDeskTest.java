package dev.sessionmanager.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Agents for the administrator: their files read, checked, written and taken away. */
class AgentDeskTest {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String COOK =
      "---\nname: recetas\ntitle: Recetas\ntools: [horno]\n---\nEres un cocinero.\n";

  private final Service service = Service.start();
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

  /** Lets the service look at its folder until it has an agent of this name. */
  private void awaitAgent(String name) {
    for (int looks = 0; looks < 100; looks++) {
      service.clock.advance(Duration.ofMinutes(1));
      if (service
          .get("/admin/agents")
          .json()
          .path("agents")
          .findValuesAsString("name")
          .contains(name)) {
        return;
      }
    }
    throw new AssertionError("there is no " + name);
  }

  @Test
  void leavesTheFileOfAnotherAgentThatHasTheNameOfThisOne() throws IOException {
    Files.createDirectories(folder);
    String other = COOK.replace("name: recetas", "name: royal2");
    Path file = Files.writeString(folder.resolve("royal.md"), other);
    awaitAgent("royal2");
    Answer source = service.get("/admin/agents/royal/file");
    assertThat(source.json().path("file").isNull()).isTrue();
    assertThat(source.text("/text")).contains("name: royal\n");
    Answer saved = save("royal", source.text("/text"), source.text("/version"));
    assertThat(saved.text("/code")).isEqualTo("conflict");
    assertThat(service.call("DELETE", "/admin/agents/royal/file", "").status()).isEqualTo(404);
    assertThat(file).hasContent(other);
    Answer theirs = service.get("/admin/agents/royal2/file");
    assertThat(theirs.text("/file")).isEqualTo("royal.md");
    assertThat(save("royal2", other + "Y breve.\n", theirs.text("/version")).status())
        .isEqualTo(200);
    assertThat(file).hasContent(other + "Y breve.\n");
  }

  @Test
  void opensAndReplacesNoFileThatItCannotShowWhole() throws IOException {
    Files.createDirectories(folder);
    Path latin = folder.resolve("recetas.md");
    byte[] content = (COOK + "Señala la sal.\n").getBytes(StandardCharsets.ISO_8859_1);
    Files.write(latin, content);
    Answer refused = service.get("/admin/agents/recetas/file");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/message")).isEqualTo("Línea 7: it is not UTF-8.");
    assertThat(save("recetas", COOK, "").text("/code")).isEqualTo("agent_malformed");
    assertThat(latin).hasBinaryContent(content);
    Files.writeString(folder.resolve("larga.md"), COOK + "x".repeat(64 * 1024));
    assertThat(service.get("/admin/agents/larga/file").text("/message"))
        .contains("agents.file-max");
  }

  @Test
  void refusesAFileThatItWouldNotRead() {
    Answer readme = save("readme", COOK.replace("name: recetas", "name: readme"), "");
    assertThat(readme.status()).isEqualTo(422);
    assertThat(readme.text("/errors/text")).contains("no lee readme.md");
    assertThat(folder.resolve("readme.md")).doesNotExist();
    try (Service full = Service.start("agents.max=1")) {
      Map<String, String> first = Map.of("text", COOK.replace("name: recetas", "name: a"));
      assertThat(full.call("PUT", "/admin/agents/a/file", json(first)).status()).isEqualTo(200);
      Answer second = full.call("PUT", "/admin/agents/recetas/file", json(Map.of("text", COOK)));
      assertThat(second.text("/errors/text")).contains("agents.max");
      assertThat(full.data.resolve("agents/recetas.md")).doesNotExist();
    }
  }

  @Test
  void takesAFileOfTheLargestSizeWhereMessagesAreShort() {
    try (Service brief = Service.start("MESSAGE_MAX_CHARS=100")) {
      String text = COOK + "\u0001".repeat(64 * 1024 - COOK.length() - 1);
      Answer checked = brief.post("/admin/agents/check", json(Map.of("text", text)));
      assertThat(checked.status()).isEqualTo(200);
      Answer large =
          brief.post("/admin/agents/check", json(Map.of("text", "x".repeat(500 * 1024))));
      assertThat(large.status()).isEqualTo(413);
      assertThat(large.text("/setting")).isEqualTo("agents.file-max");
    }
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
  void isForAdministratorsAlone() {
    String[] bearer = Service.outside(service.token("user_1", "1234", "x"));
    for (String path : List.of("/admin/agents", "/admin/agents/techbot/file", "/admin/usage")) {
      assertThat(service.get(path, bearer).status()).as(path).isEqualTo(403);
    }
  }
}
