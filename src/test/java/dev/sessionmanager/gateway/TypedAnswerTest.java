package dev.sessionmanager.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** An answer of more than text, live and from the log. */
class TypedAnswerTest {

  private static final List<Piece> SAID =
      List.of(
          new Piece.Reasoning("Hm", "reasoning_content"),
          new Piece.Text("Llueve."),
          new Piece.ToolBegun(0, "a", "clima", true, Map.of("extra_content", Map.of("s", 1))),
          new Piece.ToolArguments(0, "{}"));

  private static final NewTurn ASKED =
      new NewTurn(null, "ana", null, "openai", "m", "id-1", "hola", "es", "t", Instant.EPOCH);

  private final LiveAnswer answering = new LiveAnswer("ana", "hola");
  private final ReplyCodec codec = new ReplyCodec(new JsonMapper());

  private Reply made() {
    SAID.forEach(answering::piece);
    return answering.whole(
        new Reply(
            "Llueve.",
            Map.of(),
            List.of(new ToolCall("a", "clima", "{}", Map.of("extra_content", Map.of("s", 1)))),
            "tool_calls",
            new Usage("m", "openai", 1, 2, 3, Map.of("completion_tokens_details", Map.of("x", 1))),
            Map.of(),
            List.of(),
            List.of()));
  }

  @Test
  void isTheSameFromTheLog() throws Exception {
    Reply made = made();
    assertThat(made.pieces()).isEqualTo(SAID);
    Outcome kept = codec.answered(ASKED, made, Instant.EPOCH);
    assertThat(kept.usage()).isEqualTo(made.usage());
    Reply read = codec.reply(new Turn(7, ASKED, kept));
    assertThat(read).isEqualTo(made);

    LiveAnswer later = new LiveAnswer("ana", "hola");
    later.reply(read);
    answering.reply(made);
    int size = SAID.stream().mapToInt(Piece::size).sum();
    for (int from = 0; from <= size; from++) {
      assertThat(later.next(from, Duration.ZERO)).isEqualTo(answering.next(from, Duration.ZERO));
    }
    assertThat(later.next(0, Duration.ZERO).text()).isEqualTo("Llueve.");
  }

  @Test
  void keepsNoPiecesOfATextAlone() {
    answering.piece(new Piece.Text("Llue"));
    answering.piece(new Piece.Text("ve."));
    Reply made = answering.whole(Reply.of("Llueve."));
    assertThat(made.pieces()).isEmpty();
    assertThat(codec.answered(ASKED, made, Instant.EPOCH).details()).isNull();
  }

  @Test
  void givesThePiecesOfAnAgentThatSpeaksAtTheEndAlone() throws Exception {
    answering.piece(new Piece.Source("s", "PIB", "manual.md"));
    answering.reply(answering.whole(Reply.of("El PIB.")));
    assertThat(answering.next(0, Duration.ZERO).pieces())
        .containsExactly(new Piece.Source("s", "PIB", "manual.md"), new Piece.Text("El PIB."));
    assertThat(answering.next(0, Duration.ZERO).text()).isEqualTo("El PIB.");
  }

  @Test
  void readsARefusalAsItsText() {
    answering.piece(new Piece.Refusal("No puedo."));
    Reply made = answering.whole(Reply.of("No puedo."));
    assertThat(made.text()).isEqualTo("No puedo.");
    assertThat(made.refusal()).isEqualTo("No puedo.");
    assertThat(made.content()).isNull();
  }
}
