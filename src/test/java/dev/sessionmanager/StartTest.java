package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.runtime.RecordingRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process: what it starts with, what it refuses to start with, how it stops. */
class StartTest {

  private static final String LOGIN = "{\"username\":\"%s\",\"password\":\"%s\"}";
  private static final String COMMUNICATE =
      "{\"message\":\"mensaje"
          + " secreto\",\"credentials\":{\"username\":\"user_1\",\"password\":\"1234\"}}";

  @TempDir Path data;

  private final RecordingRuntime runtime = new RecordingRuntime();

  @AfterEach
  void close() {
    runtime.close();
  }

  private Map<String, String> settings(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("RUNTIME_API_URL", runtime.uri().toString());
    Arrays.stream(more)
        .map(pair -> pair.split("=", 2))
        .forEach(pair -> settings.put(pair[0], pair[1]));
    return settings;
  }

  private void refusesToStart(String sentence, String... settings) throws Exception {
    try (ServiceProcess service = ServiceProcess.launch(data, settings(settings))) {
      assertThat(service.exitCode()).isEqualTo(1);
      List<String> said =
          service
              .log()
              .lines()
              .filter(l -> !l.contains(" INFO "))
              .filter(l -> !l.isBlank())
              .toList();
      assertThat(said).hasSize(1);
      assertThat(said.getFirst()).startsWith("Session Manager cannot start: ").contains(sentence);
    }
  }

  @Test
  void saysInOneSentenceWhyItDoesNotStart() throws Exception {
    refusesToStart("at least 32 bytes", "JWT_SECRET=short");
    Path notes = Files.writeString(data.resolve("notes.txt"), "no database, but dear to me");
    refusesToStart("not a SQLite database", "DB_PATH=" + notes);
    assertThat(notes).hasContent("no database, but dear to me");
  }

  @Test
  void namesTheSettingThatItCannotUse() throws Exception {
    refusesToStart("LOG_LEVEL must be", "LOG_LEVEL=loud");
    refusesToStart("SESSION_TTL has a value that cannot be used", "SESSION_TTL=soon");
    refusesToStart("JWT_SECRET_FILE names /nowhere", "JWT_SECRET_FILE=/nowhere");
    refusesToStart("set GUEST_NETWORKS for who may chat", "TRUSTED_NETWORKS=10.0.0.0/8");
    refusesToStart("FORWARDED_FROM has 'proxy', which is no network", "FORWARDED_FROM=proxy");
    refusesToStart(
        "the operator's token cannot be written to /proc/1/x", "TRUST_OPERATORTOKENFILE=/proc/1/x");
    refusesToStart("deliveries.parallel must be between 1 and 256.", "DELIVERIES_PARALLEL=0");
    refusesToStart(
        "sessions.history (set by SESSION_HISTORY) has a value that cannot be used",
        "SESSION_HISTORY=soon");
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    Files.writeString(Operator.file(data), "kept");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refusesToStart(
          "port " + taken.getLocalPort() + " is in use",
          "PORT=" + taken.getLocalPort(),
          "BIND_ADDRESS=127.0.0.1");
      assertThat(Operator.file(data)).as("the other service's token").hasContent("kept");
    }
  }

  @Test
  void saysThatTheTcpPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refusesToStart(
          "the TCP port " + taken.getLocalPort() + " on 127.0.0.1 is in use",
          "ECOBOT_SOCKET_PORT=" + taken.getLocalPort());
    }
    refusesToStart(
        "tcp.ssl-bundle names 'none'",
        "TCP_SSLBUNDLE=none",
        "ECOBOT_SOCKET_PORT=" + ServiceProcess.freePort());
  }

  @Test
  void opensAFileOfThePythonOriginal() throws Exception {
    Path file = data.resolve("original.db");
    String hash = "ceaa28bba4caba687dc31b1bbe79eca3c70c33f871f1ce8f528cf9ab5cfd76dd"; // "3456"
    sqlite(
        file,
        """
        CREATE TABLE users (id TEXT PRIMARY KEY, username TEXT UNIQUE, password TEXT, created_at TIMESTAMP);
        INSERT INTO users VALUES ('0d6a3c1e-5f0b-4b5e-9f43-2b5d0f4f2a11', 'ana', '%s', '2025-03-01 10:20:30.123456');
        INSERT INTO users VALUES ('7f2d0f5e-3a1b-4c58-8a77-1f6f1f0f9b22', 'luis', '%s', CURRENT_TIMESTAMP);
        INSERT INTO users VALUES ('a3f0c7de-1b2c-4d3e-8f90-aabbccddeeff', 'user_1', '03ac674216f3e15c761ee1a5e255f067953623c8b388b4459e13f978d7c846f4', '2025-03-01T10:20:30');
        """
            .formatted(hash, hash));
    try (ServiceProcess service = ServiceProcess.start(data, settings("DB_PATH=" + file))) {
      assertThat(service.post("/login", LOGIN.formatted("ana", "3456")).statusCode())
          .isEqualTo(200);
      assertThat(service.post("/login", LOGIN.formatted("luis", "3456")).statusCode())
          .isEqualTo(200);
      assertThat(service.post("/communicate", COMMUNICATE).statusCode()).isEqualTo(200);
      // Whoever the operator has removed stays removed, and what the original wrote stays as it
      // was.
      assertThat(service.post("/login", LOGIN.formatted("user_2", "5678")).statusCode())
          .isEqualTo(401);
    }
    assertThat(sqlite(file, "select id, password, created_at from users where username = 'ana'"))
        .isEqualTo("0d6a3c1e-5f0b-4b5e-9f43-2b5d0f4f2a11|" + hash + "|2025-03-01 10:20:30.123456");
  }

  /** Runs the sqlite3 program, as an operator would; .ci/run installs it. */
  private static String sqlite(Path file, String sql) throws IOException, InterruptedException {
    Process sqlite =
        new ProcessBuilder("sqlite3", file.toString()).redirectErrorStream(true).start();
    sqlite.getOutputStream().write(sql.getBytes(StandardCharsets.UTF_8));
    sqlite.getOutputStream().close();
    String out = new String(sqlite.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(sqlite.waitFor()).as(out).isZero();
    return out;
  }

  @Test
  void keepsItsKeyToItselfAndItsSessionsOverARestart() throws Exception {
    String token;
    try (ServiceProcess service = ServiceProcess.start(data, settings())) {
      Path key = data.resolve("jwt.key");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
      token = token(service.post("/login", LOGIN.formatted("user_1", "1234")));
      service.process().destroyForcibly();
      service.exitCode();
    }
    try (ServiceProcess again = ServiceProcess.start(data, settings())) {
      assertThat(sessions(again, token)).isEqualTo(200);
    }
  }

  private static String token(HttpResponse<String> login) {
    return login.body().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
  }

  private static int sessions(ServiceProcess service, String token) {
    return service
        .send(service.request("/sessions").header("Authorization", "Bearer " + token))
        .statusCode();
  }

  @Test
  void takesSecretsFromFilesAndLogsNone() throws Exception {
    Path admin = Files.writeString(data.resolve("admin.txt"), "the first password\n");
    Path secret = Files.writeString(data.resolve("secret.txt"), "s".repeat(40));
    try (ServiceProcess service =
        ServiceProcess.start(
            data,
            settings(
                "ADMIN_PASSWORD_FILE=" + admin,
                "JWT_SECRET_FILE=" + secret,
                "SESSION_HISTORY=29d"))) {
      HttpResponse<String> login =
          service.post("/login", LOGIN.formatted("admin", "the first password"));
      assertThat(login.body()).contains("\"ADMIN\"");
      service.post("/communicate", COMMUNICATE);
      service.post("/login", LOGIN.formatted("user_1", "wrong guess"));
      assertThat(data.resolve("jwt.key")).doesNotExist();
      // Without trace ids, process ids and times: by chance those hold any short secret.
      assertThat(service.log().replaceAll("\\b[0-9a-f]{32}\\b|\\b\\d+\\.\\d+|PID \\d+", "-"))
          .doesNotContain("the first password", "ssssss", "mensaje secreto", "wrong guess", "1234")
          .doesNotContain(token(login))
          .containsOnlyOnce("old names, which go on working: SESSION_HISTORY is sessions.history")
          .doesNotContain("29d")
          .containsOnlyOnce("PASSWORD_SCHEME=argon2id stores them well");
    }
  }

  @Test
  void logsForMachines() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(
            data, settings("LOG_FORMAT=json", "LOG_LEVEL=debug", "PASSWORD_SCHEME=argon2id"))) {
      service.get("/nope");
      assertThat(service.log().lines())
          .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
          .noneMatch(line -> line.contains("PASSWORD_SCHEME"))
          .anyMatch(line -> line.contains("\"trace_id\":") && line.contains("not_found"));
    }
  }

  @Test
  void makesAnAdministratorBesideARunningService() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(data, settings())) {
      String old = token(service.post("/login", LOGIN.formatted("user_2", "5678")));
      assertThat(sessions(service, old)).isEqualTo(200);
      ServiceProcess command = ServiceProcess.launch(data, settings(), "create-admin", "user_2");
      try (command) {
        command
            .process()
            .getOutputStream()
            .write("a new password\n".getBytes(StandardCharsets.UTF_8));
        command.process().getOutputStream().close();
        assertThat(command.exitCode()).as(command.log()).isZero();
        assertThat(command.log()).contains("user_2 is an administrator.");
      }
      // The running service notices within a second: old password and session are gone.
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (sessions(service, old) == 200 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(sessions(service, old)).isEqualTo(401);
      assertThat(service.post("/login", LOGIN.formatted("user_2", "5678")).statusCode())
          .isEqualTo(401);
      assertThat(service.post("/login", LOGIN.formatted("user_2", "a new password")).body())
          .contains("\"ADMIN\"");
    }
  }

  @Test
  void finishesTheRunningAnswerBeforeItStops() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    runtime.answer(
        "/instructions",
        exchange -> {
          asked.countDown();
          try {
            answer.await(30, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          RecordingRuntime.json(200, "{\"optimized\":\"X\"}").to(exchange);
        });
    try (ServiceProcess service = ServiceProcess.start(data, settings())) {
      CompletableFuture<HttpResponse<String>> running =
          CompletableFuture.supplyAsync(() -> service.post("/communicate", COMMUNICATE));
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      service.process().destroy();
      service.process().waitFor(1, TimeUnit.SECONDS);
      assertThat(service.process().isAlive()).isTrue();
      answer.countDown();
      assertThat(running.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(service.exitCode()).isEqualTo(143);
    }
  }

  @Test
  void doesNotWaitForeverForARunningAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    runtime.answer(
        "/instructions",
        exchange -> {
          asked.countDown();
          try {
            new CountDownLatch(1).await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try (ServiceProcess service = ServiceProcess.start(data, settings("SHUTDOWN_TIMEOUT=1s"))) {
      var _ = CompletableFuture.supplyAsync(() -> service.post("/communicate", COMMUNICATE));
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      service.process().destroy();
      assertThat(service.exitCode()).isEqualTo(143);
    }
  }
}
