package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agents as they ship, without a model, asked what people ask them. */
class AgentQuestionsTest {

  private static Service service;

  @BeforeAll
  static void start() {
    service = Service.start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /**
   * The bars are what was reached: so many at least are right, and so many at most are answered
   * with something that is not, rather than with "I do not know".
   */
  @ParameterizedTest
  @CsvSource({"royal,100,0", "ecobot,210,0", "techbot,97,3", "psicoia,97,3"})
  void answersAsManyAsItDid(String agent, int right, int wrong) throws IOException {
    AgentQuestions.Score score =
        new AgentQuestions(service, agent).score(resource("/questions/" + agent + ".tsv"));
    assertThat(score.right()).as("%s", score).isGreaterThanOrEqualTo(right);
    assertThat(score.wrong()).as("%s", score).hasSizeLessThanOrEqualTo(wrong);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = AgentQuestionsTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
