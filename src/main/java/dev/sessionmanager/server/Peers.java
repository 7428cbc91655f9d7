package dev.sessionmanager.server;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the service that share a database, this one among them. On a file there is one, for
 * which all of this costs nothing. Any thread.
 */
public interface Peers {

  /**
   * A node.
   *
   * @param number grows in the order in which nodes started; of this start alone
   * @param url where other nodes reach it; null where none was given
   * @param since when it started
   * @param seen its last heart-beat; both by the database's clock
   * @param answering messages that it has accepted and not answered yet
   * @param leads whether it does what is done by one node for all
   * @param self whether it is this one
   */
  record Node(
      long number,
      String name,
      String version,
      @Nullable String url,
      Instant since,
      Instant seen,
      int answering,
      boolean leads,
      boolean self) {}

  /** Whether there may be others. */
  boolean shared();

  /** This node; 0 where there are no others. */
  long number();

  /** Whether this node does what is done by one for all. Once it does, it does so until it ends. */
  boolean leads();

  /** Called once this node leads: at once where it does already. */
  void whenLeading(Runnable begin);

  /** Called several times a second while this node leads, on one thread; never alone. */
  void whileLeading(Runnable look);

  /**
   * What others tell, and what they have changed, comes here, a moment later and in any order; on
   * one thread. What this node tells does not.
   *
   * @param kind {@code user}, {@code session} or {@code conversation} with the id of one that has
   *     changed; or of {@link #tell}
   */
  void on(String kind, Consumer<String> listener);

  /** Tells all other nodes something; they know within a second. Nothing where there are none. */
  void tell(String kind, String what);

  /** The nodes that work, in the order in which they started; none where there are no others. */
  List<Node> all();

  /** The node that has a turn without an end; null for this one, and where none has it. */
  @Nullable Node having(long turn);

  /** A number of the log's that none is greater than that another node gave a moment ago. */
  long greatest();

  /**
   * The first of so many numbers of the log's that no other node gives.
   *
   * @param from the least that it may be
   * @param count at most 64
   */
  long own(long from, int count);

  /** How many messages this node has accepted and not answered yet, for {@link #all}. */
  void answering(IntSupplier count);

  /**
   * Refuses to start where the other nodes sign with another secret.
   *
   * @throws dev.sessionmanager.problem.WrongSetting where they do
   */
  void requireSameSecret(String fingerprint);

  /** This node ends, and has ended what it did for all: another may lead. */
  void leave();
}
