package dev.sessionmanager.conversation;

import java.util.UUID;

/**
 * A picture that belongs to an answer; only the owner of the answer may open it.
 *
 * @param id random: it stands in the picture's address
 * @param type its media type, {@code image/png}
 * @param title what the picture shows, in the reader's language
 */
@SuppressWarnings("ArrayRecordComponent") // pictures are not compared
public record Picture(String id, String type, String title, byte[] content) {

  /** A PNG under a new id. */
  public static Picture png(String title, byte[] content) {
    return new Picture(UUID.randomUUID().toString(), "image/png", title, content);
  }

  /** Markdown that shows the picture: its address and its title. */
  public String markdown() {
    return "![" + title + "](/pictures/" + id + ")";
  }

  @Override
  public String toString() {
    return "Picture[" + id + ", " + content.length + " bytes]";
  }
}
