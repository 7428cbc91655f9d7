package dev.sessionmanager.channel.socket;

import java.nio.charset.StandardCharsets;

/**
 * Texts cut into pages that a client gets with one read. EcoBot's {@code socket_client.py} reads
 * once ({@code recv(4096)}) for each line that it sends: of a longer answer it would show the rest
 * in place of the next one, and it fails where a character is cut in two.
 *
 * @param maxBytes of a page in UTF-8; 0 for no pages
 * @param more the line that ends a page but the last, without the prompt
 */
record TcpPages(int maxBytes, String more) {

  /**
   * A part of a text.
   *
   * @param rest what comes after it; {@code ""} at the end
   */
  record Page(String text, String rest) {}

  /** The first page of a text; all of it where it fits. */
  Page first(String text) {
    if (maxBytes == 0 || bytes(text) <= maxBytes) {
      return new Page(text, "");
    }
    String ending = '\n' + more + '\n' + TcpPhrases.PROMPT;
    int most = fitting(text, maxBytes - bytes(ending));
    int end = Math.max(text.lastIndexOf('\n', most), most / 2);
    end = end > most / 2 ? end : Math.max(text.lastIndexOf(' ', most), most / 2);
    end = end > most / 2 ? end : most;
    boolean atSpace = text.charAt(end) == '\n' || text.charAt(end) == ' ';
    return new Page(text.substring(0, end) + ending, text.substring(atSpace ? end + 1 : end));
  }

  /** How many characters fit; none is cut in two. */
  private static int fitting(String text, int room) {
    int left = room;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      left -= c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (left < 0) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
