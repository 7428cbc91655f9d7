package dev.sessionmanager.channel.responses;

import dev.sessionmanager.conversation.Page;
import dev.sessionmanager.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of items in OpenAI's form, which takes items in its order until it is full. One thread.
 */
final class ItemPage {

  private static final int LIMIT = 20;
  private static final int MAX = 100;

  private final int limit;
  private final boolean ascending;
  private final @Nullable String after;
  private final List<Map<String, Object>> items = new ArrayList<>();
  private boolean begun;
  private boolean more;
  private long chars;

  private ItemPage(int limit, boolean ascending, @Nullable String after) {
    this.limit = limit;
    this.ascending = ascending;
    this.after = after;
    this.begun = after == null;
  }

  /**
   * By a request's parameters; the newest first, where it does not say otherwise.
   *
   * @throws Problem INVALID where one of them is wrong
   */
  static ItemPage of(@Nullable Integer limit, @Nullable String order, @Nullable String after) {
    if (limit != null && (limit < 1 || limit > MAX)) {
      throw Faults.only("limit", "responses.limit");
    }
    if (order != null && !order.matches("asc|desc")) {
      throw Faults.only("order", "responses.order");
    }
    return new ItemPage(limit == null ? LIMIT : limit, "asc".equals(order), after);
  }

  boolean ascending() {
    return ascending;
  }

  /** The item before the page's first; null where it begins with the first of all. */
  @Nullable String after() {
    return after;
  }

  /** Takes items, oldest first, of those that come next in the page's order. */
  void add(List<Map<String, Object>> next) {
    for (Map<String, Object> item : ascending ? next : next.reversed()) {
      if (begun && !more) {
        take(item);
      }
      begun |= item.get("id") instanceof String id && id.equals(after);
    }
  }

  /** Items are as long as people and tools write: a page of long ones has fewer. */
  private void take(Map<String, Object> item) {
    if (items.size() == limit || chars >= Page.CHARS_MAX) {
      more = true;
      return;
    }
    items.add(item);
    chars += ItemMessages.chars(item);
  }

  /** What comes now stands behind the item before the page's first, even if that is gone. */
  void passed() {
    begun = true;
  }

  boolean full() {
    return more;
  }

  Map<String, Object> list() {
    return Members.of(
        "object",
        "list",
        "data",
        items,
        "first_id",
        items.isEmpty() ? null : items.getFirst().get("id"),
        "last_id",
        items.isEmpty() ? null : items.getLast().get("id"),
        "has_more",
        more);
  }
}
