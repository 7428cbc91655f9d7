package dev.sessionmanager.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.gateway.Reply;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What PsicoIA answers to danger, before and without a model. */
class DangerPathTest {

  /** In doubt: the model of dangers gives it between 0.7 and 0.9. */
  private static final String HINT = "quisiera dormir y que pasen muchos años";

  private final DangerPath path = new DangerPath(new DangerPath.Settings("AR"));

  @Test
  void inDoubtItAsksAndNamesTheLine() {
    Reply asked = answer(HINT).orElseThrow();
    assertThat(asked.meta()).containsEntry("danger", "self").containsEntry("danger_doubt", true);
    assertThat(asked.text())
        .contains("135")
        .endsWith("¿Aparecen a veces pensamientos de morir o de hacerte daño?");
  }

  @Test
  void aYesToTheQuestionIsADangerAndSoIsASecondDoubt() {
    String asked = Objects.requireNonNull(answer(HINT).orElseThrow().text());
    for (String next : List.of("sí", "a veces", HINT)) {
      Reply sure = answer(next, Message.user(HINT), Message.assistant(asked)).orElseThrow();
      assertThat(sure.meta())
          .as(next)
          .containsEntry("danger", "self")
          .doesNotContainKey("danger_doubt");
      assertThat(sure.text()).endsWith("¿Estás a salvo en este momento?");
    }
    assertThat(answer("no, nada de eso", Message.assistant(asked))).isEmpty();
    assertThat(answer("sí", Message.assistant("¿Quieres contarme más?"))).isEmpty();
  }

  @Test
  void whoWritesPortugueseGetsBrazilsLinesUnlessAnotherCountryIsNamed() {
    assertThat(answer("quero me matar").orElseThrow().text()).contains("**188** (24 h, grátis)");
    assertThat(answer("moro em Lisboa e quero me matar").orElseThrow().text()).contains("**1411**");
  }

  private Optional<Reply> answer(String text, Message... before) {
    return path.apply(Fakes.prompt(text, before));
  }
}
