package dev.sessionmanager.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What other nodes tell, and whom it concerns here. One thread looks; any may listen. */
final class NodeNews {

  private static final Logger log = LoggerFactory.getLogger(NodeNews.class);

  /** A commit that takes longer than this is not heard of by others. */
  private static final Duration LATE = Duration.ofSeconds(10);

  /** Changes that are read at a time. */
  private static final int PAGE = 1000;

  private final NodeTable table;
  private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();

  /** Changes that were read already, and when. */
  private final Map<Long, Long> heard = new LinkedHashMap<>();

  private long before;

  NodeNews(NodeTable table) {
    this.table = table;
  }

  void on(String kind, Consumer<String> listener) {
    listeners.computeIfAbsent(kind, any -> new CopyOnWriteArrayList<>()).add(listener);
  }

  /** What was told until now is no matter: this process has nothing in memory yet. */
  void begin() throws SQLException {
    before = table.lastChange();
  }

  /** Numbers are committed in any order: what may come late is read again, and heard once. */
  void hear() throws SQLException {
    long now = System.nanoTime();
    heard
        .entrySet()
        .removeIf(old -> {
          boolean late = now - old.getValue() > LATE.toNanos();
          if (late) {
            before = Math.max(before, old.getKey());
          }
          return late;
        });
    long after = before;
    List<NodeTable.Change> page;
    do {
      page = table.changes(after, PAGE);
      for (NodeTable.Change change : page) {
        after = change.id();
        // This node's own are noted, too, so that they are not read for ever.
        if (heard.putIfAbsent(change.id(), now) == null && !change.own()) {
          listeners
              .getOrDefault(change.kind(), List.of())
              .forEach(listener -> tell(listener, change));
        }
      }
    } while (page.size() == PAGE);
  }

  private static void tell(Consumer<String> listener, NodeTable.Change change) {
    try {
      listener.accept(change.what());
    } catch (RuntimeException broken) {
      log.error("What another node has told ({}) could not be followed", change.kind(), broken);
    }
  }
}
