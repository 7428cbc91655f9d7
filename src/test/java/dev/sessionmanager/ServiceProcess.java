package dev.sessionmanager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The service as a process of its own, started from the tests' class path as a user starts it. */
public final class ServiceProcess implements AutoCloseable {

  private final Process process;
  private final Path log;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private ServiceProcess(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it without waiting; settings go into its environment, nothing else of ours does. */
  public static ServiceProcess launch(Path data, Map<String, String> settings, String... words) {
    try {
      int port = freePort();
      Path log = Files.createTempFile(data, "service", ".log");
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Xshare:auto",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SessionManager.class.getName()));
      command.addAll(List.of(words));
      ProcessBuilder builder = new ProcessBuilder(command);
      // Models of the developer's own are none of a test's.
      builder
          .environment()
          .keySet()
          .removeAll(List.of("GROQ_API_KEY", "OPENAI_API_KEY", "LLM_URL"));
      builder.environment().put("OLLAMA_URL", "");
      builder.environment().put("PORT", Integer.toString(port));
      builder.environment().put("WS_PORT", "0");
      builder.environment().put("ECOBOT_SOCKET_PORT", "0");
      builder.environment().put("DATA_DIR", data.toString());
      builder.environment().putAll(settings);
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      return new ServiceProcess(builder.start(), log, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it and waits until it answers, and its operator may call. */
  public static ServiceProcess start(Path data, Map<String, String> settings) {
    try {
      Files.deleteIfExists(Operator.file(data)); // of one that was killed
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ServiceProcess service = launch(data, settings);
    service.awaitReady(Operator.file(data));
    return service;
  }

  private void awaitReady(Path token) {
    await(() -> {
      get("/health/live");
      if (!Files.exists(token)) {
        throw new UncheckedIOException(new NoSuchFileException(token.toString()));
      }
    });
  }

  /** Waits until somebody listens on a port of its own choice. */
  void awaitListening(int port) {
    await(() -> {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assert socket.isConnected();
      } catch (IOException notYet) {
        throw new UncheckedIOException(notYet);
      }
    });
  }

  private void await(Runnable answers) {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (System.nanoTime() < deadline) {
      try {
        answers.run();
        return;
      } catch (UncheckedIOException notYet) {
        try {
          if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("it has ended: " + log());
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }
    throw new IllegalStateException("not ready: " + log());
  }

  public int port() {
    return port;
  }

  public Process process() {
    return process;
  }

  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for it to end by itself. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      throw new IllegalStateException("still running: " + log());
    }
    return process.exitValue();
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  public HttpResponse<String> post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.close();
  }
}
