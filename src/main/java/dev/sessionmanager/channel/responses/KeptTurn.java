package dev.sessionmanager.channel.responses;

import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.gateway.ReplyCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A turn of this channel with what was kept of its request: a response, or items that were put into
 * a conversation, to which nobody answered.
 *
 * @param kept as the log has it
 */
record KeptTurn(Turn turn, ItemIds ids, Kept kept, ReplyCodec codec) {

  /**
   * What the log keeps.
   *
   * @param request the request's members without its input; null where there was none
   * @param metadata of the conversation that begins with this turn; null in every other
   * @param input the items, null where one was deleted
   * @param output the answer's items where one of them was deleted, null for it; else they are what
   *     the answer's pieces say
   */
  record Kept(
      @Nullable Map<String, Object> request,
      @Nullable Map<String, Object> metadata,
      List<@Nullable Map<String, Object>> input,
      @Nullable List<@Nullable Map<String, Object>> output) {

    static Kept of(ResponseRequest request) {
      return new Kept(request.wire(), null, List.copyOf(request.input()), null);
    }
  }

  /** Whether it is a response, and not only items. */
  boolean isResponse() {
    return kept.request() != null;
  }

  ResponseRequest request() {
    return ResponseRequest.kept(
        kept.request() == null ? Map.of() : kept.request(),
        kept.input().stream().flatMap(KeptTurn::there).toList());
  }

  ResponseWire wire() {
    return new ResponseWire(ids, turn.asked().acceptedAt().getEpochSecond(), request());
  }

  private static Stream<Map<String, Object>> there(@Nullable Map<String, Object> item) {
    return Stream.ofNullable(item);
  }

  /** What was asked, each item as it is shown. */
  List<Map<String, Object>> input() {
    return input(kept.input());
  }

  private List<Map<String, Object>> input(List<@Nullable Map<String, Object>> items) {
    List<Map<String, Object>> shown = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Map<String, Object> item = items.get(i);
      if (item != null) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("id", ids.input(Members.said(item, "type"), i));
        item.forEach((name, value) -> whole.putIfAbsent(name, value));
        whole.putIfAbsent("status", OutputItem.COMPLETED);
        shown.add(whole);
      }
    }
    return shown;
  }

  /** What was answered; none where there is no answer. */
  List<Map<String, Object>> output() {
    return places().stream().flatMap(KeptTurn::there).toList();
  }

  private List<@Nullable Map<String, Object>> places() {
    if (kept.output() != null) {
      return kept.output();
    }
    if (!turn.answered() || !isResponse()) {
      return List.of();
    }
    return List.copyOf(OutputItems.of(ids, request(), codec.reply(turn)));
  }

  /** What was asked and answered, in this order. */
  List<Map<String, Object>> items() {
    List<Map<String, Object>> all = new ArrayList<>(input());
    all.addAll(output());
    return all;
  }

  /** An item by its id; empty where there is none, or none any more. */
  Optional<Map<String, Object>> item(String id) {
    return items().stream().filter(item -> id.equals(item.get("id"))).findFirst();
  }

  /** The text by which people find the turn. */
  static String question(List<@Nullable Map<String, Object>> input) {
    for (Map<String, Object> item : input.reversed()) {
      if (item != null && "user".equals(item.get("role"))) {
        return ItemMessages.text(item.get("content"));
      }
    }
    return "";
  }

  /** What is kept without one of the items. */
  Kept without(ItemIds.Item item) {
    if (item.output()) {
      return new Kept(
          kept.request(), kept.metadata(), kept.input(), without(places(), item.index()));
    }
    return new Kept(
        kept.request(), kept.metadata(), without(kept.input(), item.index()), kept.output());
  }

  private static List<@Nullable Map<String, Object>> without(
      List<@Nullable Map<String, Object>> items, int index) {
    List<@Nullable Map<String, Object>> left = new ArrayList<>(items);
    left.set(index, null);
    return left;
  }

  /** What people read of the answer now; null for nothing. */
  @Nullable String answer() {
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> item : output()) {
      if (InputItems.MESSAGE.equals(item.get("type"))) {
        text.append(ItemMessages.text(item.get("content")));
      }
    }
    return text.isEmpty() ? null : text.toString();
  }

  /** The turn in the log as it is to be with this in place of what is kept. */
  Turn with(Kept other, String request) {
    KeptTurn now = new KeptTurn(turn, ids, other, codec);
    Turn asked =
        new Turn(turn.id(), turn.asked().with(question(other.input()), request), turn.outcome());
    return other.output() == null
        ? asked
        : new Turn(
            turn.id(),
            asked.asked(),
            Objects.requireNonNull(turn.outcome()).with(now.answer(), null));
  }
}
