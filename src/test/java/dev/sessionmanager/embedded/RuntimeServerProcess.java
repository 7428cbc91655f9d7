package dev.sessionmanager.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The profile runtime as a real process of its own, on free ports, for tests: it can be killed,
 * frozen and thawed. {@link #close} ends it and waits until it is gone.
 */
public final class RuntimeServerProcess implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  static final int AGENT_PORTS = 8;

  private final Process process;
  private final int port;
  private final int firstAgentPort;
  private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private RuntimeServerProcess(Process process, int port, int firstAgentPort) {
    this.process = process;
    this.port = port;
    this.firstAgentPort = firstAgentPort;
    Thread.ofVirtual().start(this::read);
  }

  /** Starts a runtime that keeps its files below {@code home}; returns when it is ready. */
  public static RuntimeServerProcess start(Path home) throws Exception {
    return start(home, Map.of());
  }

  /** As above, with more settings by their environment names. */
  public static RuntimeServerProcess start(Path home, Map<String, String> settings)
      throws Exception {
    return start(home, freePort(), freePorts(), settings);
  }

  /** One more on the same ports, after this one has ended. */
  RuntimeServerProcess restart(Path home) throws Exception {
    return start(home, port, firstAgentPort, Map.of());
  }

  private static RuntimeServerProcess start(
      Path home, int port, int agents, Map<String, String> settings) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx128m", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.sessionmanager.SessionManager"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeAll(
            List.of(
                "RUNTIME_API_URL",
                "DEBUG",
                "RUNTIME_SERVER_AGENTHOST",
                "GROQ_API_KEY",
                "OPENAI_API_KEY",
                "LLM_URL"));
    environment.put("SPRING_PROFILES_ACTIVE", "runtime");
    environment.put("OLLAMA_URL", "");
    environment.put("PORT", String.valueOf(port));
    environment.put("RUNTIME_SERVER_AGENTPORTRANGE", agents + "-" + (agents + AGENT_PORTS - 1));
    environment.put("DATA_DIR", home.toString());
    environment.putAll(settings);
    RuntimeServerProcess server = new RuntimeServerProcess(builder.start(), port, agents);
    try {
      server.ready.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      server.close();
      throw new IllegalStateException("The runtime did not start:\n" + server.output(), e);
    }
    return server;
  }

  /** Base address, without the prefix {@code /api}. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  int port() {
    return port;
  }

  int firstAgentPort() {
    return firstAgentPort;
  }

  long pid() {
    return process.pid();
  }

  /** Everything it has printed. */
  String output() {
    return String.join("\n", output);
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops it in its tracks: connections are still taken by the system, nothing is answered. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  @Override
  public void close() throws IOException {
    try {
      if (process.isAlive()) {
        thaw();
        process.destroy();
        process.waitFor(20, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  /** Its log says when it is ready; its end is the end of the log. */
  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.contains("Started SessionManager in")) {
          ready.complete(null);
        }
      }
      ready.completeExceptionally(new IllegalStateException("it ended"));
    } catch (IOException e) {
      ready.completeExceptionally(new UncheckedIOException(e));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * The first of {@link #AGENT_PORTS} free ports in a row, below those that the system gives to
   * clients.
   */
  static int freePorts() throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      int first = ThreadLocalRandom.current().nextInt(15_000, 32_000);
      List<ServerSocket> taken = new ArrayList<>();
      try {
        for (int i = 0; i < AGENT_PORTS; i++) {
          taken.add(new ServerSocket(first + i, 1, InetAddress.getLoopbackAddress()));
        }
        return first;
      } catch (IOException e) {
        // One of them is taken; elsewhere, then.
      } finally {
        for (ServerSocket socket : taken) {
          socket.close();
        }
      }
    }
    throw new IOException("no free ports in a row");
  }
}
