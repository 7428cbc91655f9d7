package dev.sessionmanager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The service on a terminal: a shell in a real pseudo-terminal (Python's pty module makes it)
 * starts it. A test types, and reads what the terminal would show, with its control sequences taken
 * out.
 */
final class PtyService implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Control sequences of xterm: CSI … letter, ESC and one or two more, shift in and out. */
  private static final Pattern CONTROL =
      Pattern.compile(
          "\u001b\\[[0-9;?<>=]*[$]?[a-zA-Z]|\u001b[()][A-Z0-9]|\u001b[=>78]|[\u000e\u000f]");

  /** Ctrl-C is ignored by what is started in the background; on a terminal it is not. */
  private static final String RUN =
      "import os, pty, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
          + " sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

  final int port = ServiceProcess.freePort();
  final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final OutputStream keyboard;
  private final StringBuilder screen = new StringBuilder();

  /** How much of the screen a test has looked at. */
  private int seen;

  /**
   * Starts it.
   *
   * @param script for the shell; {@code $SERVICE} is the command that starts the service
   * @param settings for its environment
   */
  PtyService(Path data, String script, Map<String, String> settings) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String command =
        java
            + " --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp"
            + " $CLASSES "
            + SessionManager.class.getName();
    String setUp = "stty rows 40 cols 200; ";
    ProcessBuilder builder =
        new ProcessBuilder(
            "python3", "-c", RUN, "sh", "-c", setUp + script.replace("$SERVICE", command));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeAll(List.of("GROQ_API_KEY", "OPENAI_API_KEY", "LLM_URL"));
    environment.putAll(
        Map.of(
            "CLASSES", System.getProperty("java.class.path"),
            "TERM", "xterm",
            "LANG", "C.UTF-8",
            "OLLAMA_URL", "",
            "PORT", Integer.toString(port),
            "ECOBOT_SOCKET_PORT", "0",
            "WS_PORT", "0",
            "BIND_ADDRESS", "127.0.0.1",
            "DATA_DIR", data.toString()));
    environment.putAll(settings);
    try {
      process = builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    keyboard = process.getOutputStream();
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    byte[] buffer = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (screen) {
          screen.append(new String(buffer, 0, n, UTF_8));
          screen.notifyAll();
        }
      }
    } catch (IOException over) {
      // as a terminal that has gone
    }
  }

  void type(String keys) throws IOException {
    keyboard.write(keys.getBytes(UTF_8));
    keyboard.flush();
  }

  /**
   * Waits until this is shown, after what was waited for before; gives what was shown until then.
   */
  String await(String text) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (screen) {
      while (true) {
        String shown = CONTROL.matcher(screen).replaceAll("");
        int at = shown.indexOf(text, seen);
        if (at >= 0) {
          String until = shown.substring(seen, at + text.length());
          seen = at + text.length();
          return until;
        }
        long left = deadline - System.nanoTime();
        assertThat(left).as("%s is shown after:%n%s", text, shown).isPositive();
        TimeUnit.NANOSECONDS.timedWait(screen, Math.min(left, 1_000_000_000));
      }
    }
  }

  /** Everything that was shown. */
  String screen() {
    synchronized (screen) {
      return CONTROL.matcher(screen).replaceAll("");
    }
  }

  Service.Answer call(String method, String path, String body, String... headers) {
    return Service.send(http, Service.request(port, method, path, body, headers));
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE)).as(screen()).isTrue();
    return process.exitValue();
  }

  boolean running() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    http.close();
  }
}
