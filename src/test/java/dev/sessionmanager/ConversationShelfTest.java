package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.model.OpenAiStub;
import dev.sessionmanager.user.Users;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What their owner does with conversations in a list: pins, puts away, deletes, takes back. */
class ConversationShelfTest {

  private static final EchoAgent ECHO = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final Service service = Service.startWith(List.of(ECHO), "DEFAULT_AGENT=eco");

  private final Talker ana = new Talker(service);

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeats() {
    ECHO.repeats();
  }

  private List<String> listed(String filter) {
    return ana.get("/conversations?" + filter)
        .json()
        .at("/data/conversations")
        .findValuesAsString("title");
  }

  private long bytes() {
    String id = service.bean(Users.class).find(ana.name).orElseThrow().id();
    return service.bean(Storage.class).ofUser(id).bytes();
  }

  @Test
  void pinsAndPutsAwayAndListsEach() {
    ana.says("uno");
    String path = ana.conversation();
    Answer changed = ana.call("PATCH", path, "{\"pinned\":true}");
    assertThat(changed.json().at("/data/conversation/pinned").asBoolean()).isTrue();
    assertThat(listed("pinned=true")).containsExactly("uno");
    assertThat(listed("pinned=false")).isEmpty();
    ana.call("PATCH", path, "{\"pinned\":false,\"archived\":true,\"title\":\"Otro nombre\"}");
    assertThat(listed("")).isEmpty();
    assertThat(listed("archived=true")).containsExactly("Otro nombre");
    assertThat(listed("archived=all&pinned=false")).containsExactly("Otro nombre");
    assertThat(ana.get(path).text("/data/conversation/title_by")).isEqualTo("person");
    ana.call("PATCH", path, "{\"archived\":false}");
    assertThat(listed("")).containsExactly("Otro nombre");
    for (String wrong : List.of("{}", "{\"pinned\":\"yes\"}", "{\"title\":\" \"}")) {
      assertThat(ana.call("PATCH", path, wrong).status()).as(wrong).isEqualTo(422);
    }
    assertThat(ana.get("/conversations?archived=perhaps").status()).isEqualTo(422);
  }

  @Test
  void takesADeletionBackWithinItsTime() {
    ana.says("uno");
    String path = ana.conversation();
    String turn = ana.turns().getFirst().path("id").asString();
    long stored = bytes();
    Answer deleted = ana.call("DELETE", path, "");
    assertThat(Instant.parse(deleted.text("/data/undo_until")))
        .isBetween(
            service.clock.instant().plus(Duration.ofMinutes(9)),
            service.clock.instant().plus(Duration.ofMinutes(11)));
    assertThat(ana.get(path).status()).isEqualTo(404);
    assertThat(ana.get(path + "/export").status()).isEqualTo(404);
    assertThat(listed("archived=all")).isEmpty();
    assertThat(ana.get("/conversations/search?q=uno").json().at("/data/found")).isEmpty();
    assertThat(ana.get("/chat/stream?turn_id=" + turn).status()).isEqualTo(404);
    assertThat(ana.call("DELETE", path, "").status()).isEqualTo(404);
    assertThat(bytes()).as("it is in the file, and counts").isEqualTo(stored);

    assertThat(ana.call("POST", path + "/restore", "").status()).isEqualTo(200);
    assertThat(ana.questions()).containsExactly("uno");
    ana.says("dos");
    assertThat(ana.questions()).as("it goes on").containsExactly("uno", "dos");
    assertThat(ana.call("POST", path + "/restore", "").status()).isEqualTo(404);
  }

  @Test
  void staysEndedWhereAnotherHasBegunUnderItsName() {
    ana.says("uno");
    String path = ana.conversation();
    ana.call("DELETE", path, "");
    ana.says("dos");
    Answer restored = ana.call("POST", path + "/restore", "");
    assertThat(restored.json().at("/data/conversation/open").asBoolean(true)).isFalse();
    assertThat(listed("")).containsExactlyInAnyOrder("uno", "dos");
  }

  @Test
  void isGoneAfterItsTime() {
    ana.says("uno");
    String path = ana.conversation();
    ana.call("DELETE", path, "");
    service.clock.advance(Duration.ofMinutes(10).plusSeconds(1));
    assertThat(ana.call("POST", path + "/restore", "").status()).isEqualTo(404);
  }

  @Test
  void isGoneAtOnceWhereThatIsAskedFor() {
    ana.says("uno");
    String path = ana.conversation();
    Answer deleted = ana.call("DELETE", path + "?forever=true", "");
    assertThat(deleted.json().at("/data")).isEmpty();
    assertThat(bytes()).isZero();
    assertThat(ana.call("POST", path + "/restore", "").status()).isEqualTo(404);
  }

  @Test
  void isNobodyElses() {
    ana.says("secreto");
    String path = ana.conversation();
    Talker leo = new Talker(service);
    assertThat(leo.call("PATCH", path, "{\"pinned\":true}").status()).isEqualTo(404);
    assertThat(leo.call("POST", path + "/title", "").status()).isEqualTo(404);
    ana.call("DELETE", path, "");
    assertThat(leo.call("POST", path + "/restore", "").status()).isEqualTo(404);
    assertThat(service.post(path + "/restore", "").status()).as("a guest").isEqualTo(404);
    assertThat(ana.call("POST", path + "/restore", "").status()).isEqualTo(200);
  }

  @Test
  void cutsItsFirstQuestionBetweenTwoWords() {
    ana.says("Quisiera saber cuánto costaría enviar " + "un paquete ".repeat(10) + "a Córdoba");
    assertThat(listed("").getFirst())
        .hasSizeLessThanOrEqualTo(80)
        .startsWith("Quisiera saber cuánto")
        .matches(".*(un|paquete)…");
    assertThat(
            ana.call("POST", ana.conversation() + "/title", "").text("/data/conversation/title_by"))
        .as("without a model")
        .isEqualTo("question");
  }

  @Test
  void getsATitleFromItsAgentsModelUnlessAPersonHasGivenOne() {
    try (OpenAiStub stub = new OpenAiStub();
        Service modelled =
            Service.start("LLM_URL=" + stub.url() + "/v1", "MODEL_NAME=m", "LLM_MAX_RETRIES=0")) {
      stub.otherwise =
          exchange -> {
            boolean title = exchange.request().json().toString().contains("Ponga un título");
            (title ? OpenAiStub.text("\"Paquetes a Córdoba.\"\n") : OpenAiStub.text("Depende."))
                .to(exchange);
          };
      Talker leo = new Talker(modelled);
      leo.says("¿Cuánto cuesta un paquete a Córdoba en quetzales?");
      String path = leo.conversation();
      Answer titled = leo.call("POST", path + "/title", "");
      assertThat(titled.text("/data/conversation/title")).isEqualTo("Paquetes a Córdoba");
      assertThat(titled.text("/data/conversation/title_by")).isEqualTo("agent");
      int asked = stub.requests.size();
      leo.call("POST", path + "/title", "");
      leo.call("PATCH", path, "{\"title\":\"Mío\"}");
      leo.call("POST", path + "/title", "");
      assertThat(stub.requests).as("nobody is asked again").hasSize(asked);
      assertThat(leo.get(path).text("/data/conversation/title")).isEqualTo("Mío");
    }
  }
}
