package dev.sessionmanager.database;

/**
 * How nodes on one PostgreSQL database keep turns apart: the table {@code pending} has those
 * without an end, with the node that has each; of a conversation one at a time has begun.
 */
public final class Claims {

  /** Of a row of {@code pending}: its node is gone. */
  public static final String ORPHAN =
      "not exists (select 1 from nodes n where n.number = pending.node)";

  /** Of a statement: this node's number. */
  private final String self;

  private final String begun;
  private final String waits;
  private final String begin;
  private final String adopt;

  Claims(String holder) {
    self = "(select number from nodes where holder = '" + holder + "')";
    begun =
        insert(
            true,
            "not exists (select 1 from pending p where p.conversation_id = t.conversation_id) and");
    waits = insert(false, "");
    begin =
        """
        update pending w set begun = true where w.turn_id = ? and w.node = %1$s and not exists (
          select 1 from pending p where p.conversation_id = w.conversation_id and p.turn_id <> w.turn_id
            and (p.begun or p.turn_id < (
              select min(m.turn_id) from pending m where m.conversation_id = w.conversation_id and m.node = %1$s)))\
        """
            .formatted(self);
    adopt = "update pending set begun = false, node = " + self + " where turn_id = ? and " + ORPHAN;
  }

  private String insert(boolean begun, String condition) {
    return """
    insert into pending (turn_id, conversation_id, owner, channel, client_id, node, begun)
    select t.id, t.conversation_id, t.owner, t.channel, t.client_id, %s, %s from turns t
    where t.id = ? and %s not exists (
      select 1 from turns s join outcomes o on o.turn_id = s.id
      where s.owner = t.owner and s.client_id = t.client_id and s.channel = t.channel and o.status = 'ANSWERED')
    on conflict do nothing\
    """
        .formatted(self, begun, condition);
  }

  /**
   * Has a turn begin that has just been written, by its id: no row where another turn of its
   * conversation has no end yet, or its sender's message of the same id has a turn that is not
   * refused.
   */
  public String begun() {
    return begun;
  }

  /**
   * Has it wait, by its id; no row where its sender's message of the same id has a turn that is not
   * refused.
   */
  public String waits() {
    return waits;
  }

  /**
   * Has a turn begin that waits, by its id: one row where it may. What one node has of a
   * conversation is begun in that node's order, when no other node has what came before.
   */
  public String begin() {
    return begin;
  }

  /** A turn, by its id, has its end. */
  public String done() {
    return "delete from pending where turn_id = ?";
  }

  /** A turn, by its id, is nobody's: whoever leads takes it up. */
  public String handBack() {
    return "update pending set node = 0, begun = false where turn_id = ?";
  }

  /** A turn of a node that is gone, by its id, is this node's: one row where it was. */
  public String adopt() {
    return adopt;
  }
}
