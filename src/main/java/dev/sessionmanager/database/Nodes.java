package dev.sessionmanager.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionmanager.problem.WrongSetting;
import dev.sessionmanager.server.Peers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * This process among the nodes on a PostgreSQL database: a row with an end, renewed while the
 * process lives, by the database's clock. One that was killed is given up by the others once the
 * end has come; one that was paused for longer writes nothing when it wakes: see {@link
 * Dialect#fence}. No session's lock, nor {@code LISTEN}, which a proxy in front of the database
 * would lose.
 */
final class Nodes implements Peers {

  private static final Logger log = LoggerFactory.getLogger(Nodes.class);

  /** Heart-beats while a lease lasts: two may be late. */
  private static final int BEATS = 4;

  /** How often a node looks for what the others have told; each look is two small queries. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private static final Duration CHANGES_KEPT = Duration.ofMinutes(10);

  private final HikariDataSource beats;
  private final NodeTable table;
  private final NodeSettings settings;
  private final String version;
  private final Runnable lost;

  private final NodeNews news;
  private final List<Runnable> looks = new CopyOnWriteArrayList<>();
  private final List<Runnable> duties = new ArrayList<>();
  private volatile IntSupplier answering = () -> 0;
  private volatile NodeTable.Place place = new NodeTable.Place(0, 0);
  private volatile long greatest;
  private volatile boolean leads;
  private volatile boolean over;

  private long lastBeat;
  private long forgotten = System.nanoTime();

  /**
   * @param holder an id of this process, by which its connections are known, too
   * @param lost told once when the others have given this node up
   */
  Nodes(
      HikariDataSource beats, String holder, NodeSettings settings, String version, Runnable lost) {
    this.beats = beats;
    this.table = new NodeTable(beats, holder);
    this.news = new NodeNews(table);
    this.settings = settings;
    this.version = version;
    this.lost = lost;
  }

  /**
   * Refuses to go on while a process of a version works that knows of no other.
   *
   * @throws WrongSetting where one does
   */
  void requireNoneOfBefore() throws SQLException {
    WrongSetting.when(
        table.oneOfBefore(),
        "an older version of the service uses the database of DATABASE_URL; stop it first, and wait"
            + " ten seconds.");
  }

  /**
   * Joins the nodes, until {@link #release}. Where one of the same name was killed, its end is
   * waited for.
   *
   * @throws WrongSetting when another node has the name
   */
  void join() throws SQLException {
    long until = System.nanoTime() + settings.lease().plusSeconds(1).toNanos();
    NodeTable.Place mine = table.join(settings, version);
    while (mine == null) {
      WrongSetting.when(
          table.full(), "at most " + NodeTable.MOST + " nodes work on one database; stop one.");
      WrongSetting.when(
          System.nanoTime() > until,
          "another node named %s works on the database of DATABASE_URL; give this one another NODE_NAME."
              .formatted(settings.name()));
      LockSupport.parkNanos(LOOK.toNanos());
      mine = table.join(settings, version);
    }
    place = mine;
    lastBeat = System.nanoTime();
    news.begin();
    NodeTable.Look look = table.look();
    greatest = look.greatest();
    leads = look.leader() == mine.number();
    log.info("This is the node {}{}", settings.name(), leads ? ", which leads" : "");
    Thread.ofVirtual().name("node-beat").start(() -> every(beat(), this::liveOn));
    Thread.ofVirtual().name("node-look").start(() -> every(LOOK, this::look));
  }

  private Duration beat() {
    return settings.lease().dividedBy(BEATS);
  }

  private void every(Duration time, Answering<?> work) {
    while (!over) {
      LockSupport.parkNanos(time.toNanos());
      try {
        if (!over) {
          work.run();
        }
      } catch (SQLException unreachable) {
        if (!over) {
          log.warn("The database of the nodes is not reached: {}", unreachable.getMessage());
        }
      } catch (RuntimeException broken) {
        log.error("A node's look at the others has failed", broken);
      }
    }
  }

  private boolean liveOn() throws SQLException {
    long now = System.nanoTime();
    boolean awake = now - lastBeat < settings.lease().toNanos() / 2;
    boolean lives = table.beat(settings.lease(), answering.getAsInt());
    if (!lives && !over) {
      log.error("Other nodes have taken over from this one: nothing more is written here");
      over = true;
      lost.run();
    }
    lastBeat = now;
    if (awake) { // else the others may have been paused with this one, and are about to say so
      table
          .bury()
          .forEach(name -> log.warn("The node {} has gone without a word: it is given up", name));
    }
    return lives;
  }

  private boolean look() throws SQLException {
    NodeTable.Look look = table.look();
    greatest = look.greatest();
    news.hear();
    if (leads || look.leader() == place.number()) {
      looks.forEach(Runnable::run);
      if (!leads) {
        lead();
      }
      if (System.nanoTime() - forgotten > CHANGES_KEPT.toNanos() / 2) {
        forgotten = System.nanoTime();
        table.forgetChanges(CHANGES_KEPT);
      }
    }
    return true;
  }

  private void lead() {
    List<Runnable> all;
    synchronized (duties) {
      leads = true;
      all = List.copyOf(duties);
      duties.clear();
    }
    log.info("This node leads now");
    all.forEach(Runnable::run);
  }

  /** Another takes up what is left; nobody need wait for the end of the lease. */
  void release() {
    over = true;
    try {
      table.remove();
    } catch (SQLException unreachable) {
      log.warn("The node's row could not be removed: {}", unreachable.getMessage());
    }
    beats.close();
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public long number() {
    return place.number();
  }

  @Override
  public boolean leads() {
    return leads;
  }

  @Override
  public void whenLeading(Runnable begin) {
    synchronized (duties) {
      if (!leads) {
        duties.add(begin);
        return;
      }
    }
    begin.run();
  }

  @Override
  public void whileLeading(Runnable look) {
    looks.add(look);
  }

  @Override
  public void on(String kind, Consumer<String> listener) {
    news.on(kind, listener);
  }

  /** What asks the database, or throws that it is not reached. */
  @FunctionalInterface
  private interface Answering<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  private static <T extends @Nullable Object> T asked(Answering<T> question) {
    try {
      return question.run();
    } catch (SQLException away) {
      throw new DataAccessResourceFailureException("the nodes cannot be asked for", away);
    }
  }

  @Override
  public void tell(String kind, String what) {
    asked(() -> {
      table.tell(kind, what);
      return true;
    });
  }

  @Override
  public List<Node> all() {
    return asked(table::all);
  }

  @Override
  public @Nullable Node having(long turn) {
    return Nodes.<@Nullable Node>asked(() -> table.having(turn));
  }

  @Override
  public long greatest() {
    return greatest;
  }

  @Override
  public long own(long from, int count) {
    return place.own(from, count);
  }

  @Override
  public void answering(IntSupplier count) {
    answering = count;
  }

  @Override
  public void requireSameSecret(String fingerprint) {
    List<String> others = asked(() -> table.signingOtherwise(fingerprint));
    WrongSetting.unless(
        others.isEmpty(),
        "the node %s signs with another secret; give all nodes the same JWT_SECRET."
            .formatted(others.isEmpty() ? "" : others.getFirst()));
  }

  @Override
  public void leave() {
    try {
      table.leave();
    } catch (SQLException unreachable) {
      log.warn("That this node leaves could not be said: {}", unreachable.getMessage());
    }
  }
}
