package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param readingMax unfinished lines and messages of all connections together, TCP's and
 *     WebSockets' ({@code sockets.reading-max})
 * @param webAddress what links in plain text begin with ({@code sockets.web-address}); empty: the
 *     host by which the client has come, and {@code PORT}
 */
@ConfigurationProperties("sockets")
record SocketSettings(DataSize readingMax, String webAddress) {

  /** The least, in bytes: no line could be read with less. */
  private static final long LEAST = 4096;

  /** Of the heap; requests that are coming in may take a third. */
  private static final int PART = 6;

  SocketSettings {
    long heap = Runtime.getRuntime().maxMemory();
    WrongSetting.when(
        readingMax.toBytes() < LEAST || readingMax.toBytes() > heap / PART,
        "sockets.reading-max must be from 4KB to a sixth of the heap, which has "
            + (heap >> 20)
            + " MB: set it so, or SESSION_MANAGER_HEAP higher.");
    WrongSetting.when(
        !webAddress.isEmpty() && !webAddress.matches("https?://[^\\s/]+(/[^\\s]*)?"),
        "sockets.web-address must be like https://chat.example.org, or empty.");
  }
}
