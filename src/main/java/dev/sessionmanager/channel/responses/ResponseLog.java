package dev.sessionmanager.channel.responses;

import dev.sessionmanager.channel.responses.KeptTurn.Kept;
import dev.sessionmanager.conversation.Reach;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.TurnRequests;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.gateway.ReplyCodec;
import dev.sessionmanager.gateway.RequestCaps;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Seals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The responses and items that the log keeps, each for its owner alone: what belongs to another is
 * not there. Any thread.
 */
@Component
class ResponseLog {

  static final String CHANNEL = "responses";

  /** Turns that are read from the log at once. */
  private static final int PAGE = 50;

  private final Turns turns;
  private final TurnRequests requests;
  private final ReplyCodec codec;
  private final Seals seals;
  private final ResponsesSettings settings;
  private final RequestCaps caps;
  private final JsonMapper json;

  ResponseLog(
      Turns turns,
      TurnRequests requests,
      ReplyCodec codec,
      Seals seals,
      ResponsesSettings settings,
      RequestCaps caps,
      JsonMapper json) {
    this.turns = turns;
    this.requests = requests;
    this.codec = codec;
    this.seals = seals;
    this.settings = settings;
    this.caps = caps;
    this.json = json;
  }

  String json(Kept kept) {
    return json.writeValueAsString(kept);
  }

  /**
   * A response by its id.
   *
   * @throws Problem NOT_FOUND where the owner has none of this id
   */
  KeptTurn response(String owner, String id) {
    return ItemIds.turn(id)
        .flatMap(turn -> turn(owner, turn))
        .filter(KeptTurn::isResponse)
        .orElseThrow(() -> new Problem(Kind.NOT_FOUND));
  }

  /** A turn by the id that clients know. */
  Optional<KeptTurn> turn(String owner, String id) {
    OptionalLong number = seals.open(id);
    return number.isEmpty()
        ? Optional.empty()
        : turns
            .byId(Reach.byKey(owner), number.getAsLong())
            .filter(turn -> CHANNEL.equals(turn.asked().channel()))
            .flatMap(this::kept);
  }

  /** An item of a response or a conversation; null where the owner has none of this id. */
  @Nullable Map<String, Object> item(String owner, String id) {
    return ItemIds.item(id)
        .flatMap(item -> turn(owner, item.turn()))
        .flatMap(turn -> turn.item(id))
        .orElse(null);
  }

  KeptTurn kept(Turn turn, String request) {
    return new KeptTurn(
        turn.with(request),
        new ItemIds(seals.seal(turn.id())),
        json.readValue(request, Kept.class),
        codec);
  }

  /** With what is kept of its request; empty where nothing is. */
  Optional<KeptTurn> kept(Turn turn) {
    return requests.of(turn.id()).map(request -> kept(turn, request));
  }

  /** Items that are collected from the newest turn to the oldest, until they are enough. */
  private final class Collected {
    private final Deque<Map<String, Object>> items = new ArrayDeque<>();
    private long chars;

    void addBefore(KeptTurn turn) {
      for (Map<String, Object> item : turn.items().reversed()) {
        items.addFirst(item);
        chars += ItemMessages.chars(item);
      }
    }

    boolean enough() {
      return items.size() > settings.maxItems() || caps.tooLong(chars);
    }
  }

  /**
   * All items up to this response and with it, oldest first; or the newest of them, which are
   * already too many for a model.
   *
   * @param lenient whether an earlier response that is gone is done without
   * @throws Problem INVALID where the owner has no such response, or where it has not ended
   */
  List<Map<String, Object>> upTo(String owner, String id, boolean lenient) {
    Collected collected = new Collected();
    String next = id;
    for (int hops = 0; next != null && hops <= settings.maxItems() && !collected.enough(); hops++) {
      KeptTurn turn;
      try {
        turn = response(owner, next);
      } catch (Problem gone) {
        if (hops > 0 && lenient) {
          break;
        }
        throw Faults.only("previous_response_id", "responses.no_previous");
      }
      if (turn.turn().outcome() == null) {
        throw Faults.only("previous_response_id", "responses.unfinished");
      }
      collected.addBefore(turn);
      String conversation = turn.turn().asked().conversationId();
      if (conversation != null) {
        collect(conversation, turn.turn().id(), collected);
        break;
      }
      next = turn.request().previous();
    }
    return new ArrayList<>(collected.items);
  }

  /**
   * A conversation's items before this turn, oldest first; or the newest of them, which are already
   * too many for a model. Turns without an answer are not part of it.
   */
  List<Map<String, Object>> before(String conversationId, long turnId) {
    Collected collected = new Collected();
    collect(conversationId, turnId, collected);
    return new ArrayList<>(collected.items);
  }

  private void collect(String conversationId, long turnId, Collected collected) {
    long before = turnId;
    List<Turn> page;
    do {
      page = turns.answeredBefore(conversationId, before, PAGE);
      for (Turn turn : page.reversed()) {
        if (!collected.enough()) {
          kept(turn).ifPresent(collected::addBefore); // one by one: each may be a megabyte
        }
      }
      before = page.isEmpty() ? 0 : page.getFirst().id();
    } while (!page.isEmpty() && !collected.enough());
  }

  void delete(KeptTurn turn) {
    requests.delete(turn.turn());
  }

  /** Puts something else in place of what is kept of a turn; one change of the log at a time. */
  synchronized void change(Supplier<Optional<KeptTurn>> fresh, Function<KeptTurn, Kept> change) {
    fresh
        .get()
        .ifPresent(turn -> {
          Kept now = change.apply(turn);
          requests.rewrite(turn.turn(), turn.with(now, json(now)));
        });
  }
}
