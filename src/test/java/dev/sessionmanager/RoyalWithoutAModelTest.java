package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.gateway.Agents;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.JsonNode;

/** What Royal's customers ask beside its products, no model being connected. */
class RoyalWithoutAModelTest {

  private static Service service;
  private static int asked;

  @BeforeAll
  static void start() {
    service = Service.start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static JsonNode chat(String text) {
    return service
        .post(
            "/chat",
            "{\"message\": \"%s\", \"agent_id\": \"royal\", \"session_id\": \"s%d\"}"
                .formatted(text, ++asked))
        .json();
  }

  private static String sources(JsonNode said) {
    return StreamSupport.stream(said.at("/meta/sources").spliterator(), false)
        .map(source -> source.at("/id").asString())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/questions/royal-shop.csv", delimiter = '|')
  void isAnsweredFromItsKnowledge(String question, String entries) {
    JsonNode said = chat(question);
    assertThat(sources(said)).as(said.toString()).isEqualTo(entries);
    assertThat(said.at("/reply").asString()).doesNotContain("Fuente", "ejemplo", "EJEMPLO");
  }

  @Test
  void twoQuestionsHaveTwoAnswers() {
    JsonNode said = chat("hola tenes aros de acero y hasta q hora abren");
    assertThat(said.at("/reply").asString()).contains("(AR-002)", "El horario");
  }

  @Test
  void productsStayTheCatalogues() {
    for (String question : new String[] {"anillos de plata tenes?", "precio del reloj de mujer"}) {
      assertThat(chat(question).at("/meta/by").asString()).as(question).isEqualTo("tool");
    }
  }

  /** What ships promises nothing, and the operator is told what to write in its place. */
  @Test
  void theOperatorIsToldWhichEntriesAreExamples() {
    String detail = service.bean(Agents.class).find("royal").orElseThrow().check().detail();
    assertThat(detail).contains("It still answers with examples", "knowledge/royal", "envios.md");
  }
}
