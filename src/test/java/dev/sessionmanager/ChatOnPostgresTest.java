package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.database.TestDatabase;
import dev.sessionmanager.gateway.Agent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people do with conversations, on PostgreSQL: the same SQL must mean the same there. */
class ChatOnPostgresTest {

  @Test
  void keepsVersionsRatingsLinksAndWhatIsDeleted() {
    EchoAgent echo = new EchoAgent("eco", Agent.Kind.PERSONA);
    try (Service service =
        Service.startWith(
            List.of(echo), "DEFAULT_AGENT=eco", "DATABASE_URL=" + TestDatabase.emptyPostgres())) {
      Talker ana = new Talker(service);
      Talker leo = new Talker(service);
      ana.says("uno");
      ana.says("dos");
      String first = ana.turn(0);
      ana.call("PUT", first + "/rating", "{\"rating\":\"up\",\"reason\":\"claro\"}");
      String path = ana.call("POST", ana.conversation() + "/shares", "").text("/data/share/path");
      Answer again = ana.call("POST", first + "/versions", "{\"message\":\"uno bis\"}");
      assertThat(again.status()).as(again.raw().body()).isEqualTo(200);
      assertThat(ana.questions()).containsExactly("uno bis");
      ana.says("tres");
      ana.call("POST", first + "/show", "");
      assertThat(ana.questions()).containsExactly("uno", "dos");
      assertThat(ana.get(ana.conversation()).json().at("/data/message_count").asInt()).isEqualTo(4);
      assertThat(ana.get("/conversations/search?q=tres").json().at("/data/found")).isEmpty();
      assertThat(leo.get(path).json().at("/data/turns")).hasSize(2);
      assertThat(service.get("/admin/ratings").text("/ratings/0/reason")).isEqualTo("claro");
      assertThat(ana.get("/account/export").json().at("/conversations/0/turns")).hasSize(4);

      String conversation = ana.conversation();
      ana.call("PATCH", conversation, "{\"pinned\":true}");
      ana.call("DELETE", conversation, "");
      assertThat(leo.get(path).status()).isEqualTo(404);
      assertThat(ana.get("/conversations").json().at("/data/conversations")).isEmpty();
      assertThat(ana.call("POST", conversation + "/restore", "").status()).isEqualTo(200);
      assertThat(ana.get("/conversations?pinned=true").json().at("/data/conversations")).hasSize(1);
      ana.call("DELETE", conversation + "?forever=true", "");
      assertThat(ana.get("/account").json().at("/data/storage_bytes").asLong()).isZero();

      String token = service.post("/admin/users/" + leo.name + "/link", "").text("/link/token");
      String choice = "{\"token\":\"%s\",\"password\":\"my own words\"}".formatted(token);
      assertThat(service.post("/welcome", choice).status()).isEqualTo(200);
      assertThat(service.post("/welcome", choice).status()).isEqualTo(404);
    }
  }

  @Test
  void countsAndFindsForTheOperator() {
    try (Service service =
        Service.startWith(
            List.of(new EchoAgent("eco", Agent.Kind.PERSONA)),
            "DEFAULT_AGENT=eco",
            "DATABASE_URL=" + TestDatabase.emptyPostgres())) {
      new Talker(service).says("uno");
      service.post("/chat", "{\"session_id\":\"x\",\"message\":\"dos\"}");
      String usage = service.get("/admin/usage").raw().body();
      assertThat(usage).contains("\"messages\":2,\"answered\":2", "\"channel\":\"chat\"");
      assertThat(count(service, "users?q=ER_1")).isEqualTo(1);
      assertThat(count(service, "sessions?q=nobody_")).isZero();
      assertThat(count(service, "sessions?channel=rest")).isEqualTo(1);
      assertThat(count(service, "keys")).isZero();
      Answer deliveries = service.get("/admin/deliveries?before=5");
      assertThat(deliveries.json().at("/counts/dead").asInt(-1)).isZero();
    }
  }

  private static int count(Service service, String path) {
    return service.get("/admin/" + path).json().path("count").asInt(-1);
  }
}
