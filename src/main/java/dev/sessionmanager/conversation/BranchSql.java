package dev.sessionmanager.conversation;

/**
 * The statements about the branches of conversations. A branch begins with a further version of a
 * turn and is named by it; it shows what its parent shows before that turn, and then its own.
 */
final class BranchSql {

  /** What a parent shows, but nothing from the turn on that there is another version of. */
  static final String INHERIT =
      """
      insert into branch_parts (branch, part, below, conversation_id)
      select ?, part, case when below < ? then below else ? end, ? from branch_parts
      where branch = (select branch from turns where id = ?)\
      """;

  static final String OWN =
      "insert into branch_parts (branch, part, below, conversation_id) values (?, ?, ?, ?)";

  /** Notes when the branch that a conversation shows now was shown last. */
  static final String LEAVE =
      """
      insert into branches (conversation_id, branch, shown_at) select id, branch, ? from conversations where id = ?
      on conflict (conversation_id, branch) do update set shown_at = excluded.shown_at\
      """;

  static final String SHOW =
      """
      update conversations set branch = ?, answered = (
        select count(*) from turns t join outcomes o on o.turn_id = t.id
        where t.conversation_id = ? and o.status = 'ANSWERED' and %s) where id = ?\
      """
          .formatted(shown("?"));

  private BranchSql() {}

  /**
   * The condition that a turn {@code t} is shown in a branch.
   *
   * @param branch an expression of SQL
   */
  static String shown(String branch) {
    return "exists (select 1 from branch_parts p where p.branch = %s and p.part = t.branch and t.id < p.below)"
        .formatted(branch);
  }
}
