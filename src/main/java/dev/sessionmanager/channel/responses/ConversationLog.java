package dev.sessionmanager.channel.responses;

import dev.sessionmanager.channel.responses.KeptTurn.Kept;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.TurnRequests;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Seals;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * The conversations of this channel in the log. Its first turn has the metadata and the items with
 * which it was made; items that are added later are a turn each time, to which nobody answered. Any
 * thread.
 */
@Component
class ConversationLog {

  private static final String PREFIX = "conv_";

  /** Turns that are read from the log at once. */
  private static final int PAGE = 50;

  private final Conversations conversations;
  private final Turns turns;
  private final TurnRequests requests;
  private final ResponseLog log;
  private final Storage storage;
  private final Clock clock;

  ConversationLog(
      Conversations conversations,
      Turns turns,
      TurnRequests requests,
      ResponseLog log,
      Storage storage,
      Clock clock) {
    this.conversations = conversations;
    this.turns = turns;
    this.requests = requests;
    this.log = log;
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * A conversation by its id.
   *
   * @throws Problem NOT_FOUND where the owner has none of this id
   */
  Conversation get(String owner, String id) {
    return Optional.of(id)
        .filter(known -> known.startsWith(PREFIX))
        .flatMap(known ->
            conversations.find(owner, ResponseLog.CHANNEL, known.substring(PREFIX.length())))
        .orElseThrow(() -> new Problem(Kind.NOT_FOUND));
  }

  Conversation create(
      String owner, Map<String, Object> metadata, List<Map<String, Object>> items, Caller caller) {
    String key = UUID.randomUUID().toString().replace("-", "");
    String question = KeptTurn.question(List.copyOf(items));
    Conversation made =
        conversations.open(
            owner, ResponseLog.CHANNEL, key, "", question.isBlank() ? PREFIX + key : question);
    try {
      keep(made, new Kept(null, metadata, List.copyOf(items), null), caller);
    } catch (Problem refused) {
      conversations.delete(made);
      throw refused;
    }
    return made;
  }

  /** Adds items, and shows them as they are kept. */
  List<Map<String, Object>> add(
      Conversation conversation, List<Map<String, Object>> items, Caller caller) {
    return keep(conversation, new Kept(null, null, List.copyOf(items), null), caller);
  }

  private List<Map<String, Object>> keep(Conversation conversation, Kept kept, Caller caller) {
    Instant now = clock.instant();
    String request = log.json(kept);
    NewTurn turn =
        new NewTurn(
            conversation.id(),
            conversation.owner(),
            caller.session() == null ? null : caller.session().id(),
            ResponseLog.CHANNEL,
            conversation.agent(),
            null,
            KeptTurn.question(kept.input()),
            LocaleContextHolder.getLocale().toLanguageTag(),
            caller.traceId(),
            now,
            request);
    storage.check(turn);
    Outcome nobodys = new Outcome(Outcome.Status.ANSWERED, null, null, null, null, List.of(), now);
    long id = requests.keep(turn, nobodys);
    return log.kept(new Turn(id, turn, nobodys), request).input();
  }

  /** As OpenAI's wire has it. */
  Map<String, Object> wire(Conversation conversation) {
    Map<String, Object> metadata =
        first(conversation).map(turn -> turn.kept().metadata()).orElse(Map.of());
    return Members.of(
        "id",
        PREFIX + conversation.key(),
        "object",
        "conversation",
        "created_at",
        conversation.createdAt().getEpochSecond(),
        "metadata",
        metadata);
  }

  private Optional<KeptTurn> first(Conversation conversation) {
    OptionalLong first = requests.first(conversation.id());
    return first.isEmpty()
        ? Optional.empty()
        : turns.byId(conversation.owner()::equals, first.getAsLong()).flatMap(log::kept);
  }

  void note(Conversation conversation, Map<String, Object> metadata) {
    log.change(
        () -> first(conversation),
        turn ->
            new Kept(turn.kept().request(), metadata, turn.kept().input(), turn.kept().output()));
  }

  Map<String, Object> delete(Conversation conversation) {
    conversations.delete(conversation);
    return Members.of(
        "id", PREFIX + conversation.key(), "object", "conversation.deleted", "deleted", true);
  }

  /**
   * An item of the conversation.
   *
   * @throws Problem NOT_FOUND where it has none of this id
   */
  Map<String, Object> item(Conversation conversation, String id) {
    return turn(conversation, id)
        .flatMap(turn -> turn.item(id))
        .orElseThrow(() -> new Problem(Kind.NOT_FOUND));
  }

  private Optional<KeptTurn> turn(Conversation conversation, String item) {
    return ItemIds.item(item)
        .flatMap(found -> log.turn(conversation.owner(), found.turn()))
        .filter(turn -> conversation.id().equals(turn.turn().asked().conversationId()))
        .filter(turn -> turn.turn().answered());
  }

  /** The item is gone when this returns. */
  void deleteItem(Conversation conversation, String id) {
    item(conversation, id);
    ItemIds.item(id)
        .ifPresent(item ->
            log.change(
                () -> turn(conversation, id).filter(turn -> turn.item(id).isPresent()),
                turn -> turn.without(item)));
  }

  /** Has a page take its items. */
  void fill(Conversation conversation, ItemPage page) {
    String after = page.after();
    long start = after == null ? 0 : number(after);
    long at = after == null ? (page.ascending() ? 0 : Long.MAX_VALUE) : start;
    // The turn of the item before the page may have more of them.
    at = after == null ? at : page.ascending() ? at - 1 : at + 1;
    List<Turn> rows;
    do {
      rows = rows(conversation, page, at);
      for (Turn turn : rows) {
        if (!page.full() && turn.answered()) {
          log.kept(turn).ifPresent(kept -> page.add(kept.items()));
        }
        if (turn.id() == start) {
          page.passed();
        }
      }
      at = rows.isEmpty() ? at : rows.getLast().id();
    } while (!rows.isEmpty() && !page.full());
  }

  /** In the page's order. */
  private List<Turn> rows(Conversation conversation, ItemPage page, long at) {
    return page.ascending()
        ? turns.after(conversation.id(), at, PAGE).rows()
        : turns.answeredBefore(conversation.id(), at, PAGE).reversed();
  }

  private static long number(String item) {
    OptionalLong number =
        ItemIds.item(item).map(found -> Seals.number(found.turn())).orElse(OptionalLong.empty());
    return number.orElseThrow(() -> Faults.only("after", "responses.no_item"));
  }

  /** What the owner notes of a conversation, as it stands in a body; none for null. */
  static Map<String, Object> metadata(@Nullable Object wire) {
    return wire instanceof Map<?, ?> ? Members.cast(wire) : Map.of();
  }
}
