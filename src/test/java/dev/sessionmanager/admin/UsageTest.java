package dev.sessionmanager.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the administrator counts and looks for; every sum is that of the rows below it. */
class UsageTest {

  private final EchoAgent echo = new EchoAgent("eco", Agent.Kind.PERSONA);
  private final Service service = Service.startWith(List.of(echo), "DEFAULT_AGENT=eco");

  @AfterEach
  void stop() {
    service.close();
  }

  private Answer say(String text, String... headers) {
    return service.post(
        "/chat", "{\"session_id\":\"%s\",\"message\":\"%s\"}".formatted(text, text), headers);
  }

  private static long sum(JsonNode rows, String member) {
    return rows.valueStream().mapToLong(row -> row.path(member).asLong()).sum();
  }

  @Test
  void countsByPeriodAgentAndUserAndAllSumsAgree() {
    Instant from = service.clock.instant().minus(Duration.ofMinutes(30));
    String[] user = {"Authorization", "Bearer " + service.token("user_1", "1234", "x")};
    say("uno");
    say("dos", user);
    echo.does((prompt, chunk) -> {
      throw new Problem(Kind.MODEL_FAILED);
    });
    say("tres", user);
    service.clock.advance(Duration.ofHours(2));
    service.post(
        "/chat", "{\"session_id\":\"x\",\"agent_id\":\"ecobot\",\"message\":\"¿Qué es el PIB?\"}");
    JsonNode usage = service.get("/admin/usage?from=" + from).json();
    JsonNode total = usage.path("total");
    assertThat(total.path("messages").asInt()).isEqualTo(4);
    assertThat(total.path("answered").asInt()).isEqualTo(3);
    assertThat(total.path("failed").asInt()).isEqualTo(1);
    for (String rows : List.of("periods", "agents", "users")) {
      for (String member : List.of("messages", "answered", "failed")) {
        assertThat(sum(usage.path(rows), member))
            .as("%s %s", rows, member)
            .isEqualTo(total.path(member).asLong());
      }
    }
    assertThat(usage.path("periods").valueStream().map(p -> p.path("messages").asInt()))
        .containsExactly(3, 0, 1);
    assertThat(usage.at("/agents/0/agent").asString()).isEqualTo("eco");
    assertThat(usage.path("users").valueStream().map(JsonNode::toString))
        .anyMatch(row -> row.contains("\"user\":\"user_1\"") && row.contains("\"messages\":2"))
        .anyMatch(row -> row.contains("\"channel\":\"chat\"") && row.contains("\"messages\":2"));
    JsonNode later =
        service.get("/admin/usage?from=" + from.plus(Duration.ofHours(1)) + "&step=day").json();
    assertThat(later.at("/total/messages").asInt()).isEqualTo(1);
  }

  @Test
  void refusesATimeThatIsTooLongOrEndsBeforeItBegins() {
    Instant now = service.clock.instant();
    for (String query :
        List.of(
            "from=" + now.plusSeconds(60),
            "from=" + now.minus(Duration.ofDays(93)) + "&step=day")) {
      assertThat(service.get("/admin/usage?" + query).text("/errors/from")).contains("92");
    }
    assertThat(service.get("/admin/usage?step=year").text("/errors/step")).contains("hour");
    assertThat(
            service.get("/admin/usage?from=" + now.minus(Duration.ofDays(8))).text("/errors/step"))
        .isNotEmpty();
  }

  @Test
  void findsSessionsByUserDeviceChannelAndIdPageByPage() {
    Sessions sessions = service.bean(Sessions.class);
    for (int i = 0; i < 5; i++) {
      sessions.arrive("tcp", "terminal_%d%%".formatted(i), "127.0.0.1", null);
    }
    String id = service.login("user_1", "1234", "User-Agent", "Teléfono").text("/data/session/id");
    JsonNode first = service.get("/admin/sessions?channel=tcp&limit=3").json();
    assertThat(first.path("sessions")).hasSize(3);
    assertThat(first.path("count").asInt()).isEqualTo(5);
    JsonNode second =
        service
            .get("/admin/sessions?channel=tcp&limit=3&after=" + first.path("next").asString())
            .json();
    assertThat(second.path("sessions")).hasSize(2);
    assertThat(second.path("next").isNull()).isTrue();
    assertThat(found("terminal_3%25")).isEqualTo(1);
    assertThat(found("_")).as("no wildcard: user_1, and the five").isEqualTo(6);
    assertThat(found("USER_1")).isEqualTo(1);
    assertThat(found(id.substring(0, 8))).isEqualTo(1);
    assertThat(found("nobody")).isZero();
    sessions.arrive("tcp", "Teléfono de ÑANDÚ", "127.0.0.1", null);
    assertThat(found("%C3%B1and%C3%BA")).isEqualTo(1);
    assertThat(found("%C3%91And%C3%9A")).isEqualTo(1);
    assertThat(found(""))
        .isEqualTo(service.get("/admin/overview").json().at("/sessions/total").asInt());
  }

  private int found(String words) {
    JsonNode answer = service.get("/admin/sessions?q=" + words).json();
    assertThat(answer.path("sessions")).hasSize(answer.path("count").asInt());
    return answer.path("count").asInt();
  }

  @Test
  void findsUsersAndTheKeysOfAll() {
    JsonNode users = service.get("/admin/users?q=ER_2").json();
    assertThat(users.path("count").asInt()).isEqualTo(1);
    assertThat(users.at("/users/0/username").asString()).isEqualTo("user_2");
    String[] user = {"Authorization", "Bearer " + service.token("user_1", "1234", "x")};
    service.post("/keys", "{\"name\":\"Editor\"}", user);
    service.post("/keys", "{\"name\":\"otra\"}", user);
    JsonNode keys = service.get("/admin/keys?q=editor").json();
    assertThat(keys.path("count").asInt()).isEqualTo(1);
    assertThat(keys.at("/keys/0/username").asString()).isEqualTo("user_1");
    assertThat(keys.at("/keys/0/hint").asString()).hasSize(4);
    assertThat(keys.at("/keys/0").has("key")).isFalse();
    assertThat(service.get("/admin/keys?limit=1").json().path("next").isString()).isTrue();
  }

  @Test
  void listsGuestsConversationsOfOneChannel() {
    say("hola");
    assertThat(conversations("?channel=chat")).isEqualTo(1);
    assertThat(conversations("?channel=whatsapp")).isZero();
    assertThat(service.get("/admin/conversations?channel=../x").status()).isEqualTo(422);
  }

  private int conversations(String query) {
    return service.get("/admin/conversations" + query).json().at("/data/conversations").size();
  }
}
