package dev.sessionmanager.channel.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Certificates;
import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.ServiceProcess;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients who are slow, many, gone, hostile or unwelcome. */
class TcpRobustnessTest {

  private static final EchoAgent ECHO = new EchoAgent("eco", Kind.PERSONA);
  private static final int PORT = ServiceProcess.freePort();
  private static Service service;
  private static TcpServer server;
  private static Sessions sessions;

  @BeforeAll
  static void start() {
    service =
        Service.startWith(
            List.of(ECHO),
            "ECOBOT_SOCKET_PORT=" + PORT,
            "SOCKET_AGENT=eco",
            "sessions.idle-tcp=0s",
            "sockets.reading-max=64KB",
            "tcp.page-max=0",
            "tcp.connections-max=300");
    server = service.bean(TcpServer.class);
    sessions = service.bean(Sessions.class);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeats() {
    ECHO.repeats();
  }

  @AfterEach
  void leavesNothingBehind() {
    TcpClient.until(() -> server.connections() == 0);
    assertThat(service.bean(SocketBounds.class).reads().held()).isZero();
  }

  private static Session session(TcpClient client) throws Exception {
    String greeting = client.prompt();
    String id = greeting.replaceFirst("(?s).*session_id es: ([0-9a-f]{8}).*", "$1");
    return sessions.startingWith(id).getFirst();
  }

  private static List<Turn> turns(Session session) {
    Conversation conversation =
        service
            .bean(Conversations.class)
            .find(Ownership.on(session, session.id()), "tcp", session.id())
            .orElseThrow();
    return service.bean(Turns.class).after(conversation.id(), 0, 100).rows();
  }

  private static @Nullable String answer(List<Turn> turns) {
    Outcome outcome = turns.getFirst().outcome();
    return outcome == null ? null : outcome.answer();
  }

  @Test
  void refusesALineThatIsTooLongBeforeItEnds() throws Exception {
    try (TcpClient client = new TcpClient(PORT)) {
      client.prompt();
      client.send("x".repeat(64_001 + 1));
      // all of the memory for lines was given back
      assertThat(client.prompt()).contains("16.000");
      TcpClient.until(() -> service.bean(SocketBounds.class).reads().held() == 0);
      client.send("y".repeat(300_000) + "\nhola\n");
      assertThat(client.prompt()).isEqualTo("eco: hola\n");
      assertThat(client.ask("z".repeat(16_001))).contains("16.000");
      assertThat(client.ask("z".repeat(16_000))).isEqualTo("eco: " + "z".repeat(16_000) + "\n");
    }
  }

  @Test
  void givesUnfinishedLinesOfAllTogetherNoMoreThanTheirShare() throws Exception {
    List<TcpClient> greedy = new ArrayList<>();
    try {
      for (int i = 0; i < 12; i++) {
        TcpClient client = new TcpClient(PORT);
        greedy.add(client);
        client.prompt();
        client.send("x".repeat(15_000));
      }
      greedy.getLast().send("!\n");
      assertThat(greedy.getLast().prompt()).startsWith("eco: xxx");
      int refused = 0;
      for (TcpClient client : greedy) {
        client.send("\n");
        refused += client.prompt().startsWith("Error: ") ? 1 : 0;
      }
      assertThat(refused).isBetween(7, 11);
      assertThat(greedy.getFirst().ask("hola")).isEqualTo("eco: hola\n");
    } finally {
      for (TcpClient client : greedy) {
        client.close();
      }
    }
  }

  @Test
  void hangsUpOnALineThatDoesNotEnd() throws Exception {
    try (TcpClient client = new TcpClient(PORT)) {
      client.prompt();
      client.send("a");
      TcpClient.until(() -> service.bean(SocketBounds.class).reads().held() > 0);
      service.clock.advance(Duration.ofSeconds(29));
      client.send("b");
      TcpClient.until(() -> server.connections() == 1);
      server.watch();
      service.clock.advance(Duration.ofSeconds(2));
      assertThat(client.rest()).contains("no ha terminado a tiempo");
    }
  }

  @Test
  void hangsUpOnAReaderWhoDoesNotReadAndKeepsTheAnswer() throws Exception {
    String huge = "0123456789abcdef".repeat(1_000_000);
    ECHO.does((prompt, chunk) -> {
      chunk.accept(huge);
      return Reply.of(huge);
    });
    Socket deaf = new Socket();
    deaf.setReceiveBufferSize(4096);
    try (TcpClient client = new TcpClient(PORT, deaf)) {
      Session session = session(client);
      client.send("todo\n");
      ECHO.asked();
      TcpClient.until(() -> {
        service.clock.advance(Duration.ofSeconds(21));
        return server.connections() == 0;
      });
      List<Turn> turns = turns(session);
      assertThat(turns).hasSize(1);
      assertThat(answer(turns)).hasSize(huge.length());
    }
  }

  @Test
  void finishesTheAnswerOfAClientWhoDies() throws Exception {
    TcpClient client = new TcpClient(PORT);
    Session session = session(client);
    client.ask("/stream");
    EchoAgent.Hanging hanging = ECHO.hangsAfter("half");
    client.send("hola\n");
    hanging.awaitBegun();
    client.until("half");
    client.crash();
    assertThat(hanging.interruptedWithin(300)).isFalse();
    hanging.release();
    TcpClient.until(() -> sessions.byId(session.id()).isEmpty());
    assertThat(answer(turns(session))).isEqualTo("half end");
  }

  @Test
  void killsASessionWithASentence() throws Exception {
    try (TcpClient client = new TcpClient(PORT)) {
      Session session = session(client);
      assertThat(service.call("DELETE", "/admin/sessions/" + session.id(), "").status())
          .isEqualTo(200);
      assertThat(client.rest())
          .isEqualTo("Sesión " + session.id().substring(0, 8) + " cerrada desde admin.\n");
    }
  }

  @Test
  void stopsTheRunningAnswerOfAKilledSessionWithinASecond() throws Exception {
    try (TcpClient client = new TcpClient(PORT)) {
      Session session = session(client);
      EchoAgent.Hanging hanging = ECHO.hangsAfter("half");
      client.send("hola\notra\n");
      hanging.awaitBegun();
      sessions.kill(session.id(), "killed by an administrator");
      assertThat(hanging.interruptedWithin(1000)).isTrue();
      assertThat(client.rest()).contains("cerrada desde admin.").doesNotContain("Error");
      assertThat(ECHO.askedTimes()).isEqualTo(1);
    }
  }

  @Test
  void closesAnIdleSessionWithASentence() throws Exception {
    int port = ServiceProcess.freePort();
    try (Service idle =
            Service.startWith(
                List.of(ECHO), "ECOBOT_SOCKET_PORT=" + port, "sessions.idle-check=50ms");
        TcpClient client = new TcpClient(port)) {
      client.prompt();
      idle.clock.advance(Duration.ofMinutes(31));
      assertThat(client.rest()).isEqualTo("Sesión cerrada por inactividad.\n");
    }
  }

  @Test
  void tellsWhoComesWhenItIsFull() throws Exception {
    List<TcpClient> all = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        all.add(new TcpClient(PORT));
      }
      for (TcpClient client : all) {
        client.prompt();
      }
      try (TcpClient late = new TcpClient(PORT)) {
        assertThat(late.rest()).contains("300 conexiones");
      }
      for (TcpClient client : all) {
        assertThat(client.ask("hola")).isEqualTo("eco: hola\n");
      }
    } finally {
      for (TcpClient client : all) {
        client.crash();
      }
    }
    TcpClient.until(() -> server.connections() == 0);
    try (TcpClient next = new TcpClient(PORT)) {
      assertThat(next.prompt()).contains("Bienvenido");
    }
  }

  @Test
  void letsStrangersInWithALoginAlone() throws Exception {
    int port = ServiceProcess.freePort();
    try (Service strict =
        Service.startWith(
            List.of(ECHO),
            "ECOBOT_SOCKET_PORT=" + port,
            "SOCKET_AGENT=eco",
            "GUEST_NETWORKS=10.0.0.0/8")) {
      assertThat(strict.bean(Users.class).create("maria", "a password", User.Role.USER))
          .isPresent();
      try (TcpClient client = new TcpClient(port)) {
        assertThat(client.prompt()).contains("/login USUARIO");
        for (String refused : List.of("hola", "/historial", "/agente", "/reset")) {
          assertThat(client.ask(refused)).as(refused).contains("/login USUARIO");
        }
        assertThat(client.ask("/ayuda")).contains("/login");
        client.send("/login user_1\n1234\n");
        assertThat(client.prompt()).contains("Error: Esta contraseña es pública");
        client.send("/login maria\na password\n");
        assertThat(client.prompt()).contains("Sesión iniciada como maria.");
        assertThat(client.ask("hola")).isEqualTo("eco: hola\n");
        strict.clock.advance(Duration.ofMinutes(2)); // the time for the login is no longer counted
        assertThat(client.ask("hola")).isEqualTo("eco: hola\n");
      }
      try (TcpClient stranger = new TcpClient(port)) {
        stranger.prompt();
        strict.clock.advance(Duration.ofSeconds(61));
        assertThat(stranger.rest()).contains("No se ha iniciado sesión a tiempo");
      }
    }
  }

  @Test
  void endsWithTheRightsOfItsUser() throws Exception {
    assertThat(service.bean(Users.class).create("luz", "a password", User.Role.USER)).isPresent();
    try (TcpClient client = new TcpClient(PORT)) {
      client.prompt();
      client.send("/login luz\na password\n");
      client.prompt();
      service.bean(Users.class).change("luz", new Users.Change(null, null, false));
      assertThat(client.rest()).isEqualTo("La sesión ha terminado.\n");
    }
  }

  @Test
  void saysGoodbyeWhenTheServiceStopsAndLetsAnswersEnd() throws Exception {
    int port = ServiceProcess.freePort();
    Service stopping =
        Service.startWith(List.of(ECHO), "ECOBOT_SOCKET_PORT=" + port, "SOCKET_AGENT=eco");
    TcpServer itsServer = stopping.bean(TcpServer.class);
    Thread stopper = new Thread(stopping::close);
    try (TcpClient idle = new TcpClient(port);
        TcpClient busy = new TcpClient(port)) {
      idle.prompt();
      busy.prompt();
      EchoAgent.Hanging hanging = ECHO.hangsAfter("half");
      busy.send("hola\n");
      hanging.awaitBegun();
      stopper.start();
      assertThat(idle.rest()).isEqualTo("El servicio se está deteniendo. ¡Hasta luego!\n");
      hanging.release();
      assertThat(busy.rest())
          .isEqualTo("eco: half end\n> El servicio se está deteniendo. ¡Hasta luego!\n");
    }
    stopper.join();
    assertThat(itsServer.connections()).isZero();
  }

  @Test
  void speaksTlsAndHangsUpOnWhoDoesNot(@TempDir Path folder) throws Exception {
    Path store = Certificates.store(folder, "tcp");
    int port = ServiceProcess.freePort();
    try (Service secure =
            Service.startWith(
                List.of(ECHO),
                "ECOBOT_SOCKET_PORT=" + port,
                "SOCKET_AGENT=eco",
                "tcp.ssl-bundle=own",
                "spring.ssl.bundle.jks.own.keystore.location=" + store.toUri(),
                "spring.ssl.bundle.jks.own.keystore.password=changeit");
        TcpClient plain = new TcpClient(port);
        TcpClient silent = new TcpClient(port);
        TcpClient client = new TcpClient(port, trusting(store, port))) {
      assertThat(client.prompt()).contains("Bienvenido");
      assertThat(client.ask("hola")).isEqualTo("eco: hola\n");
      assertThat(silent.socket().isConnected()).isTrue(); // and it says nothing
      TcpServer itsServer = secure.bean(TcpServer.class);
      plain.send("hola\n".repeat(10));
      TcpClient.until(() -> itsServer.connections() == 2);
      TcpClient.until(() -> {
        secure.clock.advance(Duration.ofSeconds(31));
        return itsServer.connections() == 1;
      });
      client.send("salir\n");
      assertThat(client.rest()).isEqualTo("¡Hasta luego!\n");
    }
  }

  private static Socket trusting(Path store, int port) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("tcp", keys.getCertificate("tcp"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context.getSocketFactory().createSocket(java.net.InetAddress.getLoopbackAddress(), port);
  }
}
