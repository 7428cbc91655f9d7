package dev.sessionmanager.knowledge;

/**
 * A piece of knowledge that fits a question.
 *
 * @param id of the entry, unique in its collection
 * @param text Markdown, the whole entry
 * @param source where it comes from, for the reader
 * @param score of the search: comparable within one search only
 * @param sure good enough to answer with it directly
 */
public record Passage(
    String id, String title, String text, String source, double score, boolean sure) {

  /** Below it an entry only shares a word with a question; held by the tests' questions. */
  private static final double NEAR = 0.65;

  /** Near enough to be named to somebody whose question it does not surely answer. */
  public boolean near() {
    return score >= NEAR;
  }

  /** The text in its parts. */
  public PassageText parts() {
    return PassageText.of(text);
  }
}
