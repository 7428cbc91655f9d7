package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.user.Users;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Thumbs with a word why: kept with the answer, exported, seen by the operator. */
class RatingsTest {

  private static final EchoAgent ECHO = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final Service service =
      Service.startWith(List.of(ECHO), "DEFAULT_AGENT=eco", "STORAGE_PER_USER_MAX=300B");

  private final Talker ana = new Talker(service);

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeats() {
    ECHO.repeats();
  }

  private Answer rate(String turn, String rating, String reason) {
    return ana.call(
        "PUT", turn + "/rating", "{\"rating\":\"%s\",\"reason\":\"%s\"}".formatted(rating, reason));
  }

  private long bytes() {
    String id = service.bean(Users.class).find(ana.name).orElseThrow().id();
    return service.bean(Storage.class).ofUser(id).bytes();
  }

  @Test
  void keepsTheLastRatingWithTheAnswerAndExportsIt() {
    ana.says("hola");
    String turn = ana.turn(0);
    long before = bytes();
    rate(turn, "up", "bien");
    Answer rated = rate(turn, "down", "falta un ejemplo");
    assertThat(rated.text("/data/rating/rating")).isEqualTo("down");
    assertThat(ana.turns().getFirst().at("/rating/reason").asString())
        .isEqualTo("falta un ejemplo");
    assertThat(ana.get(ana.conversation() + "/export").raw().body()).contains("falta un ejemplo");
    assertThat(bytes()).isEqualTo(before + "falta un ejemplo".length());
    ana.call("DELETE", turn + "/rating", "");
    assertThat(ana.turns().getFirst().has("rating")).isFalse();
    assertThat(bytes()).isEqualTo(before);
    rate(turn, "up", "bien");
    ana.call("DELETE", ana.conversation() + "?forever=true", "");
    assertThat(bytes()).isZero();
    assertThat(service.get("/admin/ratings").raw().body()).doesNotContain("bien");
  }

  @Test
  void showsTheOperatorTheReasonAndNotWhatAUserSaid() {
    ana.says("secreto");
    rate(ana.turn(0), "down", "no me entendió");
    String guests = "{\"session_id\":\"g\",\"message\":\"hola\"}";
    String turn = service.post("/chat", guests).text("/turn_id");
    String conversation = service.get("/conversations").text("/data/conversations/0/id");
    service.call(
        "PUT",
        "/conversations/" + conversation + "/turns/" + turn + "/rating",
        "{\"rating\":\"down\"}");
    Answer list = service.get("/admin/ratings?rating=down");
    assertThat(list.raw().body()).contains("no me entendió").doesNotContain("secreto");
    assertThat(list.text("/ratings/0/question")).isEqualTo("hola");
    assertThat(list.text("/ratings/0/owner")).isEqualTo("/chat/at/local/g");
    assertThat(list.text("/counts/0/agent")).isEqualTo("eco");
    assertThat(service.get("/admin/ratings?rating=up").json().at("/ratings").valueStream())
        .noneMatch(one -> one.path("rating").asString().equals("down"));
    assertThat(ana.get("/admin/ratings").status()).isEqualTo(403);
    assertThat(service.get("/admin/ratings?rating=x").status()).isEqualTo(422);
  }

  @Test
  void refusesWhatIsNoRatingAndWhatIsNotAnswered() {
    ana.says("hola");
    String turn = ana.turn(0);
    for (String wrong : List.of("{}", "{\"rating\":\"meh\"}")) {
      assertThat(ana.call("PUT", turn + "/rating", wrong).status()).as(wrong).isEqualTo(422);
    }
    assertThat(rate(turn, "up", "x".repeat(1001)).status()).isEqualTo(422);
    assertThat(rate(turn, "up", "x".repeat(400)).status()).isEqualTo(200);
    assertThat(rate(turn, "up", "otra").text("/code")).as("full").isEqualTo("quota_reached");
    assertThat(ana.call("PUT", turn + "/rating", "{\"rating\":\"up\"}").status())
        .as("a thumb alone takes nothing")
        .isEqualTo(200);
    ECHO.does((prompt, say) -> {
      throw new Problem(Problem.Kind.MODEL_SILENT);
    });
    Talker leo = new Talker(service);
    leo.says("hola");
    assertThat(leo.call("PUT", leo.turn(0) + "/rating", "{\"rating\":\"up\"}").text("/code"))
        .isEqualTo("conflict");
  }

  @Test
  void isNobodyElses() {
    ana.says("hola");
    String turn = ana.turn(0);
    Talker leo = new Talker(service);
    assertThat(leo.call("PUT", turn + "/rating", "{\"rating\":\"up\"}").status()).isEqualTo(404);
    assertThat(leo.call("DELETE", turn + "/rating", "").status()).isEqualTo(404);
    assertThat(ana.turns().getFirst().has("rating")).isFalse();
  }
}
