package dev.sessionmanager.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/** What servers of tests have in common that answer on bare sockets. */
final class Connections {

  private Connections() {}

  /** Hands on each connection, on a thread of its own, until the server is closed. */
  static void accept(ServerSocket server, Consumer<Socket> answer) {
    Thread.ofVirtual()
        .start(() -> {
          while (true) {
            try {
              Socket connection = server.accept();
              Thread.ofVirtual().start(() -> answer.accept(connection));
            } catch (IOException closed) {
              return;
            }
          }
        });
  }
}
