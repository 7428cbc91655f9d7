package dev.sessionmanager.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.Piece.Reasoning;
import dev.sessionmanager.conversation.Piece.Text;
import dev.sessionmanager.conversation.Piece.ToolArguments;
import dev.sessionmanager.conversation.Piece.ToolBegun;
import dev.sessionmanager.conversation.Piece.ToolDone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class PiecesTest {

  private static final List<Piece> ALL =
      List.of(
          new Reasoning("Hm", "reasoning"),
          new Reasoning("Ah", "reasoning_content"),
          new Text("Voy"),
          new ToolBegun(0, "a", "sumar", true, Map.of("extra_content", Map.of("x", 1))),
          new ToolBegun(1, "b", "restar", false, Map.of()),
          new ToolArguments(0, "{\"n\""),
          new ToolArguments(1, "{}"),
          new ToolArguments(0, ":1}"),
          new ToolDone(1, "ya"),
          new Piece.ToolRefused(0, "no"),
          new Piece.Shown("p", "image/png", "Curva"),
          new Piece.Source("s", "PIB", "manual.md"),
          new Piece.Refusal("No puedo."),
          new Piece.Extra(Map.of("annotations", List.of(Map.of("url", "x")))),
          new Text("fin"));

  private final Pieces pieces = new Pieces();

  @Test
  void joinsWhatGoesOn() {
    pieces.add(new Text("ho"));
    pieces.add(new Text(""));
    pieces.add(new Text("la"));
    assertThat(pieces.all()).containsExactly(new Text("hola"));
    assertThat(pieces.plain()).isTrue();
    pieces.add(new ToolArguments(0, "{"));
    pieces.add(new ToolArguments(0, "}"));
    pieces.add(new ToolArguments(1, "{"));
    assertThat(pieces.all())
        .containsExactly(new Text("hola"), new ToolArguments(0, "{}"), new ToolArguments(1, "{"));
    assertThat(pieces.plain()).isFalse();
  }

  @Test
  void givesFromEveryPlaceWhatStandsBehindIt() {
    pieces.addAll(ALL);
    assertThat(pieces.all()).isEqualTo(ALL);
    int size = ALL.stream().mapToInt(Piece::size).sum();
    assertThat(pieces.size()).isEqualTo(size);
    for (int place = 0; place <= size; place++) {
      List<Piece> rest = pieces.from(place);
      assertThat(rest.stream().mapToInt(Piece::size).sum())
          .as("at " + place)
          .isEqualTo(size - place);
      Pieces whole = new Pieces();
      int from = place;
      pieces.all().forEach(piece -> head(whole, piece, from));
      whole.addAll(rest);
      assertThat(whole.all()).as("at " + place).isEqualTo(ALL);
    }
    assertThat(pieces.from(size + 5)).isEmpty();
  }

  /** Adds what stands of a piece before a place. */
  private static void head(Pieces whole, Piece piece, int place) {
    int left = place - whole.size();
    if (left >= piece.size()) {
      whole.add(piece);
    } else if (left > 0 && piece instanceof Piece.Words words) {
      whole.add(words.with(words.text().substring(0, left)));
    }
  }

  @Test
  void isTheSameAfterTheLog() {
    JsonMapper json = new JsonMapper();
    TypeReference<List<Piece>> type = new TypeReference<>() {};
    String kept = json.writerFor(type).writeValueAsString(ALL);
    assertThat(json.readValue(kept, type)).isEqualTo(ALL);
    assertThat(kept).doesNotContain("readable", "size");
  }

  @Test
  void readsOnlyWhatIsForPeople() {
    assertThat(Pieces.text(ALL)).isEqualTo("VoyNo puedo.fin");
    assertThat(Pieces.words(ALL, Reasoning.class)).isEqualTo("HmAh");
    assertThat(Pieces.words(List.of(new Text("x")), Reasoning.class)).isNull();
  }
}
