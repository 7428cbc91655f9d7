package dev.sessionmanager.channel.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.channel.responses.OutputItem.Events;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.Piece.Words;
import dev.sessionmanager.gateway.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Items and numbers follow from what an answer says, however it was cut on its way. */
class OutputItemsTest {

  private static final ItemIds IDS = new ItemIds("1795249391000000-Jx0aPpVr1q2S3tUv");

  /** What a reader has of each item and part after an event, by the event's number. */
  private static final class Reader implements Events {
    final Map<Long, String> read = new LinkedHashMap<>();
    final StringBuilder all = new StringBuilder();
    private long next;

    @Override
    public void event(String type, int weight, Map<String, Object> members) {
      next += weight;
      Object delta = members.get("delta");
      String place = members.get("item_id") + "/" + members.get("content_index");
      if (delta != null) {
        for (char c : delta.toString().toCharArray()) {
          all.append(type).append(place).append(c);
        }
      } else {
        all.append(type).append(members);
      }
      read.put(next - 1, all.toString());
    }
  }

  private static ResponseRequest request(boolean summary) {
    Map<String, Object> wire =
        summary
            ? Map.of("model", "m", "reasoning", Map.of("summary", "auto"))
            : Map.of("model", "m");
    return ResponseRequest.kept(wire, List.of());
  }

  /** An answer of a model that thinks, speaks, refuses and wants tools, two at a time. */
  private static List<Piece> answer(Random random) {
    List<Piece> pieces = new ArrayList<>();
    int call = 0;
    for (int i = 0; i < 1 + random.nextInt(8); i++) {
      switch (random.nextInt(5)) {
        case 0 -> pieces.add(new Piece.Text(words(random)));
        case 1 -> pieces.add(new Piece.Reasoning(words(random), "reasoning"));
        case 2 -> pieces.add(new Piece.Refusal(words(random)));
        case 3 -> pieces.add(new Piece.ToolDone(99, "of the agent's own"));
        default -> {
          pieces.add(new Piece.ToolBegun(call, "c" + call, "f", true, Map.of()));
          pieces.add(new Piece.ToolBegun(call + 1, "c" + (call + 1), "g", true, Map.of()));
          pieces.add(new Piece.ToolArguments(call, "{\"a\":"));
          pieces.add(new Piece.ToolArguments(call + 1, "{}"));
          pieces.add(new Piece.ToolArguments(call, "1}"));
          call += 2;
        }
      }
    }
    return pieces;
  }

  private static String words(Random random) {
    return "¿Qué? 😀 𝒳 fin ".repeat(1 + random.nextInt(3));
  }

  /** The same answer, cut anew at any char, also between the halves of one character. */
  private static List<Piece> cut(List<Piece> pieces, Random random) {
    List<Piece> cut = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece instanceof Words words) {
        int from = 0;
        while (from < words.text().length()) {
          int to = Math.min(words.text().length(), from + 1 + random.nextInt(6));
          cut.add(words.with(words.text().substring(from, to)));
          from = to;
        }
      } else {
        cut.add(piece);
      }
    }
    return cut;
  }

  private static List<Map<String, Object>> tell(
      List<Piece> pieces, ResponseRequest request, Events events) {
    OutputItems items = new OutputItems(IDS, request, events);
    pieces.forEach(items::add);
    return items.end(Reply.of("").withPieces(pieces));
  }

  @Test
  void dependOnThePiecesAndNotOnTheirCuts() {
    Random random = new Random(20261129);
    for (int round = 0; round < 300; round++) {
      List<Piece> pieces = answer(random);
      ResponseRequest request = request(round % 2 == 0);
      Reader whole = new Reader();
      List<Map<String, Object>> items = tell(pieces, request, whole);
      Reader inPieces = new Reader();
      assertThat(tell(cut(pieces, random), request, inPieces)).isEqualTo(items);
      assertThat(inPieces.all.toString()).isEqualTo(whole.all.toString());
      Reader again = new Reader();
      tell(cut(pieces, random), request, again);
      // Who has a number has the same, whichever cuts it came by.
      Set<Long> common = new HashSet<>(inPieces.read.keySet());
      common.retainAll(again.read.keySet());
      assertThat(common).containsAll(whole.read.keySet());
      for (long number : common) {
        assertThat(again.read.get(number)).isEqualTo(inPieces.read.get(number));
      }
    }
  }

  @Test
  void giveEachItemAnIdByItsPlaceThatIsFoundAgain() {
    List<Map<String, Object>> items =
        tell(
            List.of(
                new Piece.Reasoning("hm", "reasoning"),
                new Piece.Text("a"),
                new Piece.ToolBegun(0, "c", "f", true, Map.of("extra_content", "x"))),
            request(false),
            Events.NONE);
    assertThat(items)
        .extracting(item -> item.get("id"))
        .containsExactly(
            "rs_" + IDS.turn() + "_o0", "msg_" + IDS.turn() + "_o1", "fc_" + IDS.turn() + "_o2");
    assertThat(ItemIds.item("" + items.getLast().get("id")))
        .contains(new ItemIds.Item(IDS.turn(), true, 2));
    for (String none : List.of("", "msg_", "msg_1_o0", "resp_" + IDS.turn(), "msg_x-y_o0")) {
      assertThat(ItemIds.item(none)).as(none).isEmpty();
    }
  }

  @Test
  void bringBackWhatTheModelThoughtAndWhatItsProviderWants() {
    List<Map<String, Object>> items =
        tell(
            List.of(
                new Piece.Reasoning("hm", "reasoning"),
                new Piece.ToolBegun(0, "c", "f", true, Map.of("extra_content", "sig")),
                new Piece.ToolArguments(0, "{}")),
            request(false),
            Events.NONE);
    assertThat(ItemMessages.of(items, ClientTools.NONE))
        .singleElement()
        .satisfies(message -> {
          assertThat(message.extra()).isEqualTo(Map.of("reasoning", "hm"));
          assertThat(message.toolCalls().getFirst().extra())
              .isEqualTo(Map.of("extra_content", "sig"));
        });
    Thought thought = new Thought("reasoning", "hm 😀\nmás");
    assertThat(Thought.of(Map.of("encrypted_content", thought.packed()))).contains(thought);
    assertThat(Thought.of(Map.of("encrypted_content", "gAAAA of another service"))).isEmpty();
    assertThat(Thought.of(Map.of("encrypted_content", "sm1.%%"))).isEmpty();
    assertThat(new Thought("content", "x").name()).isEqualTo("reasoning_content");
  }
}
