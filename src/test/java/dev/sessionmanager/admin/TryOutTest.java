package dev.sessionmanager.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Operator;
import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.gateway.Agent;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Agents tried by an administrator: answered, and nothing of it kept. */
@ExtendWith(OutputCaptureExtension.class)
class TryOutTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final EchoAgent echo = new EchoAgent("eco", Agent.Kind.PERSONA);
  private final Service service = Service.startWith(List.of(echo), "DEFAULT_AGENT=eco");

  @AfterEach
  void stop() {
    service.close();
  }

  private static String json(Object body) {
    return JSON.writeValueAsString(body);
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
  void triesTwoAtOnceAndStopsWithItsCaller() throws Exception {
    EchoAgent.Hanging hanging = echo.hangsAfter();
    String asked = json(Map.of("agent", "eco", "message", "hola"));
    String head =
        "POST /admin/agents/try HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(Operator.token(service.data), asked.length(), asked);
    try (Socket one = new Socket("localhost", service.port());
        Socket two = new Socket("localhost", service.port())) {
      for (Socket socket : List.of(one, two)) {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        echo.asked();
      }
      hanging.awaitBegun();
      Answer third = service.post("/admin/agents/try", asked);
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.text("/code")).isEqualTo("too_many_tryouts");
      assertThat(third.text("/message")).contains("dos pruebas");
    }
    assertThat(hanging.interruptedWithin(5000)).isTrue();
  }

  @Test
  void triesNoAgentThatSomebodyHasMade() {
    String token = service.token("user_1", "1234", "x");
    String made =
        service
            .post(
                "/create_custom_agent",
                json(Map.of("session_id", "s", "name", "Chef", "instructions", "Cocinas.")),
                "Authorization",
                "Bearer " + token)
            .text("/agent/id");
    assertThat(made).isNotEmpty();
    Answer tried =
        service.post("/admin/agents/try", json(Map.of("agent", made, "message", "hola")));
    assertThat(tried.text("/code")).isEqualTo("unknown_agent");
  }

  @Test
  void refusesATurnThatIsNone() {
    Answer tried =
        service.post(
            "/admin/agents/try", "{\"agent\":\"eco\",\"message\":\"hola\",\"before\":[null]}");
    assertThat(tried.status()).isEqualTo(422);
    assertThat(tried.json().path("errors").has("before[0]")).isTrue();
  }
}
