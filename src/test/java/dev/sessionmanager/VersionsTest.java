package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.gateway.Agent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions asked again: what is shown then, what an agent gets, and what is kept. */
class VersionsTest {

  private static final EchoAgent ECHO = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final EchoAgent OTHER = new EchoAgent("otro", Agent.Kind.PERSONA);
  private static final Service service =
      Service.startWith(List.of(ECHO, OTHER), "DEFAULT_AGENT=eco", "conversations.versions-max=4");

  private final Talker ana = new Talker(service);

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeats() {
    ECHO.repeats();
    OTHER.repeats();
  }

  private Answer again(String turn, String body) {
    return ana.call("POST", turn + "/versions", body);
  }

  private static String edit(String message) {
    return "{\"message\":\"%s\"}".formatted(message);
  }

  /** What the agent was given with the last question: the words of the history. */
  private static List<String> given(EchoAgent agent) throws InterruptedException {
    List<Message> history = List.of();
    do {
      history = agent.asked().history().get();
    } while (agent.askedTimes() > 0);
    return history.stream().filter(m -> m.role() == Message.Role.USER).map(Message::text).toList();
  }

  @Test
  void goesOnFromAnEditedMessageAndKeepsWhatCameAfterIt() throws Exception {
    ana.says("uno");
    ana.says("dos");
    ana.says("tres");
    String second = ana.turn(1);
    Answer edited = again(second, edit("dos bis"));
    assertThat(edited.status()).as(edited.raw().body()).isEqualTo(200);
    assertThat(edited.text("/reply")).isEqualTo("dos bis");
    assertThat(edited.json().path("message_count").asInt()).isEqualTo(4);
    assertThat(given(ECHO)).containsExactly("uno");
    assertThat(ana.questions()).containsExactly("uno", "dos bis");
    ana.says("cuatro");
    assertThat(given(ECHO)).containsExactly("uno", "dos bis");
    assertThat(ana.questions()).containsExactly("uno", "dos bis", "cuatro");

    assertThat(ana.call("POST", second + "/show", "").status()).isEqualTo(200);
    assertThat(ana.questions()).containsExactly("uno", "dos", "tres");
    assertThat(ana.get(ana.conversation()).json().at("/data/message_count").asInt()).isEqualTo(6);
    ana.says("cinco");
    assertThat(given(ECHO)).containsExactly("uno", "dos", "tres");
    assertThat(ana.questions()).containsExactly("uno", "dos", "tres", "cinco");
  }

  @Test
  void listsTheVersionsOfEachTurnAndWhichIsShown() {
    ana.says("uno");
    String first = ana.turn(0);
    again(first, edit("uno bis"));
    again(ana.turn(0), edit("uno ter"));
    List<String> versions =
        ana.turns().getFirst().path("versions").valueStream().map(v -> v.asString()).toList();
    assertThat(versions).hasSize(3).first().matches(id -> first.endsWith(id));
    assertThat(ana.turns().getFirst().path("id").asString()).isEqualTo(versions.get(2));
    Answer list = ana.get(first + "/versions");
    assertThat(list.json().at("/data/versions").findValuesAsString("question"))
        .containsExactly("uno", "uno bis", "uno ter");
    assertThat(list.text("/data/shown")).isEqualTo(versions.get(2));
    ana.call("POST", ana.conversation() + "/turns/" + versions.get(1) + "/show", "");
    assertThat(ana.questions()).containsExactly("uno bis");
    assertThat(ana.get(first + "/versions").text("/data/shown")).isEqualTo(versions.get(1));
  }

  @Test
  void comesBackToWhatStoodLastBelowAVersion() {
    ana.says("a1");
    ana.says("b1");
    String first = ana.turn(0);
    again(ana.turn(1), edit("b2"));
    ana.says("c");
    again(ana.turn(0), edit("a2"));
    assertThat(ana.questions()).containsExactly("a2");
    ana.call("POST", first + "/show", "");
    assertThat(ana.questions()).as("b2 was shown last below a1").containsExactly("a1", "b2", "c");
  }

  @Test
  void hasTheSameQuestionAnsweredByAnotherAgent() throws Exception {
    ana.says("uno");
    ana.says("dos");
    Answer again = again(ana.turn(1), "{\"agent_id\":\"otro\"}");
    assertThat(again.text("/agent")).isEqualTo("otro");
    assertThat(given(OTHER)).containsExactly("uno");
    assertThat(ana.questions()).containsExactly("uno", "dos");
    assertThat(ana.turns().get(1).path("agent").asString()).isEqualTo("otro");
    assertThat(ana.says("tres").text("/agent")).as("from then on").isEqualTo("otro");
    assertThat(again(ana.turn(0), "{\"agent_id\":\"nobody\"}").text("/code"))
        .isEqualTo("unknown_agent");
  }

  @Test
  void showsAndFindsAndExportsTheShownBranchAlone() {
    ana.says("inicio");
    ana.says("secreto viejo");
    again(ana.turn(1), edit("nuevo"));
    assertThat(ana.get("/conversations/search?q=secreto").json().at("/data/found")).isEmpty();
    assertThat(ana.get("/conversations/search?q=nuevo").json().at("/data/found")).hasSize(1);
    for (String format : List.of("json", "markdown")) {
      String file = ana.get(ana.conversation() + "/export?format=" + format).raw().body();
      assertThat(file).as(format).contains("nuevo").doesNotContain("secreto");
    }
    assertThat(ana.get("/history?session_id=of%20" + ana.name).raw().body())
        .contains("nuevo")
        .doesNotContain("secreto");
  }

  @Test
  void answersInTheBranchWhereItWasAskedThoughAnotherIsShownMeanwhile() throws Exception {
    ana.says("uno");
    String first = ana.turn(0);
    again(first, edit("uno bis"));
    EchoAgent.Hanging hanging = ECHO.hangsAfter("algo");
    CompletableFuture<Answer> running = CompletableFuture.supplyAsync(() -> ana.says("dos"));
    hanging.awaitBegun();
    assertThat(again(ana.turn(1), edit("x")).text("/code")).as("running").isEqualTo("conflict");
    ana.call("POST", first + "/show", "");
    hanging.release();
    assertThat(running.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(ana.questions()).containsExactly("uno");
    assertThat(ana.get(ana.conversation()).json().at("/data/message_count").asInt()).isEqualTo(2);
    ECHO.repeats();
    ana.says("tres");
    assertThat(given(ECHO)).containsExactly("uno");
  }

  @Test
  void isTheSameVersionWhenItIsSentAgain() {
    ana.says("uno");
    String turn = ana.turn(0);
    String body = "{\"message\":\"dos\",\"message_id\":\"once\"}";
    assertThat(again(turn, body).text("/turn_id")).isEqualTo(again(turn, body).text("/turn_id"));
    assertThat(ana.get(turn + "/versions").json().at("/data/versions")).hasSize(2);
  }

  @Test
  void survivesAPowerCut() {
    ana.says("uno");
    ana.says("dos");
    again(ana.turn(0), edit("uno bis"));
    String path = ana.conversation();
    String name = ana.name;
    try (Service other =
        Service.startAgain(service.leftBehind(), List.of(ECHO), "DEFAULT_AGENT=eco")) {
      String[] me = {"Authorization", "Bearer " + other.token(name, "long enough", "later")};
      assertThat(other.get(path, me).json().at("/data/turns").findValuesAsString("question"))
          .containsExactly("uno bis");
    }
  }

  @Test
  void refusesMoreThanASettingAllowsAndWhatHasEnded() {
    ana.says("uno");
    String turn = ana.turn(0);
    for (int i = 0; i < 4; i++) {
      assertThat(again(turn, edit("otra " + i)).status()).isEqualTo(200);
    }
    assertThat(again(turn, edit("una más")).text("/code")).isEqualTo("quota_reached");
    String other = "{\"session_id\":\"of %s\"}".formatted(ana.name);
    ana.call("POST", "/reset", other);
    Talker leo = new Talker(service);
    leo.says("hola");
    leo.call("POST", "/reset", "{\"session_id\":\"of %s\"}".formatted(leo.name));
    assertThat(leo.call("POST", leo.turn(0) + "/versions", "{}").text("/code"))
        .isEqualTo("conflict");
  }

  @Test
  void isNobodyElses() {
    ana.says("secreto");
    String turn = ana.turn(0);
    Talker leo = new Talker(service);
    leo.says("hola");
    String mixed = leo.conversation() + turn.substring(turn.indexOf("/turns/"));
    for (String path : List.of(turn, mixed)) {
      assertThat(leo.call("POST", path + "/versions", edit("x")).status()).isEqualTo(404);
      assertThat(leo.get(path + "/versions").status()).isEqualTo(404);
      assertThat(leo.call("POST", path + "/show", "").status()).isEqualTo(404);
    }
    assertThat(service.post(turn + "/versions", edit("x")).status()).as("a guest").isEqualTo(404);
    assertThat(service.post(turn + "/versions", edit("x"), Service.FORWARDED, "192.0.2.1").status())
        .as("a stranger")
        .isEqualTo(401);
    assertThat(ana.questions()).containsExactly("secreto");
  }
}
