package dev.sessionmanager.channel.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.ServiceProcess;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The TCP port as people know it: greeting, prompt, questions, commands, goodbye. */
class TcpTest {

  private static final EchoAgent ECHO = new EchoAgent("eco", Kind.PERSONA);
  private static final Pattern SESSION = Pattern.compile("session_id es: ([0-9a-f]{8})\n");
  private static final int PORT = ServiceProcess.freePort();
  private static Service service;
  private static Sessions sessions;

  @BeforeAll
  static void start() {
    service =
        Service.startWith(List.of(ECHO), "ECOBOT_SOCKET_PORT=" + PORT, "sessions.idle-tcp=0s");
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
    TcpServer server = service.bean(TcpServer.class);
    TcpClient.until(() -> server.connections() == 0);
    assertThat(service.bean(SocketBounds.class).reads().held()).isZero();
  }

  private static String id(String said) {
    Matcher found = SESSION.matcher(said);
    assertThat(found.find()).as(said).isTrue();
    return found.group(1);
  }

  private static Session session(String id) {
    List<Session> found = sessions.startingWith(id);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static List<Turn> turns(Session session) {
    String owner = Ownership.on(session, session.id());
    Conversation conversation =
        service.bean(Conversations.class).find(owner, "tcp", session.id()).orElseThrow();
    return service.bean(Turns.class).after(conversation.id(), 0, 100).rows();
  }

  @Test
  void greetsAndAnswersAsEcoBotDid() throws Exception {
    try (TcpClient client = new TcpClient(PORT)) {
      assertThat(client.prompt())
          .matches(
              """
              Bienvenido a EcoBot👋
              Tu session_id es: [0-9a-f]{8}
              Escribí tu pregunta de economía o 'salir' para desconectarte\\.
              """);
      assertThat(client.ask("¿Qué es la inflación?"))
          .startsWith("EcoBot: ")
          .contains("precios")
          .endsWith("\n");
    }
  }

  @Test
  void saysWhereAnAnswerWasCutAndHowItGoesOn() throws Exception {
    try (TcpClient client = TcpClient.talkingTo("eco", PORT)) {
      ECHO.cutsItsAnswers();
      assertThat(client.ask("una larga historia"))
          .isEqualTo(
              """
              eco: una larga
              (La respuesta quedó cortada porque era larga. Escriba «continúe» y sigue.)
              """);
    }
  }

  @Test
  void isASessionLikeEveryOther() throws Exception {
    try (TcpClient client = new TcpClient(PORT)) {
      Session session = session(id(client.prompt()));
      assertThat(session.channel()).isEqualTo("tcp");
      assertThat(session.address()).isEqualTo("127.0.0.1");
      assertThat(session.device()).isEqualTo("port " + client.socket().getLocalPort());
      assertThat(session.guest()).isTrue();
      client.crash();
      TcpClient.until(() -> sessions.byId(session.id()).isEmpty());
      assertThat(session.endReason()).isEqualTo("disconnected");
    }
  }

  @Test
  void takesLinesThatEndInLfOrCrLfOrWithTheConnection() throws Exception {
    try (TcpClient client = TcpClient.talkingTo("eco", PORT)) {
      assertThat(client.ask("uno")).isEqualTo("eco: uno\n");
      assertThat(client.ask("dos\r")).isEqualTo("eco: dos\n");
      assertThat(client.ask("")).isEmpty();
      assertThat(client.ask("  \t ")).isEmpty();
      client.send("tres");
      client.endOutput();
      assertThat(client.rest()).isEqualTo("eco: tres\n> ");
    }
  }

  @Test
  void putsCodePointsTogetherThatComeInPieces() throws Exception {
    try (TcpClient client = TcpClient.talkingTo("eco", PORT)) {
      for (byte b : "ñandú 👋 €\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
        client.send(new byte[] {b});
      }
      assertThat(client.prompt()).isEqualTo("eco: ñandú 👋 €\n");
      client.send(new byte[] {'a', (byte) 0xc3, 'b', (byte) 0xff, (byte) 0xf0, '\n'});
      assertThat(client.prompt()).isEqualTo("eco: a\uFFFDb\uFFFD\uFFFD\n");
    }
  }

  @Test
  void answersLinesThatAreSentAheadInTheirOrder() throws Exception {
    try (TcpClient client = TcpClient.talkingTo("eco", PORT)) {
      client.send(IntStream.range(0, 200).mapToObj(i -> i + "\n").collect(Collectors.joining()));
      for (int i = 0; i < 200; i++) {
        assertThat(client.prompt()).isEqualTo("eco: " + i + "\n");
      }
    }
  }

  @Test
  void writesPiecesAsTheyComeToWhoWantsThem() throws Exception {
    try (TcpClient client = TcpClient.talkingTo("eco", PORT)) {
      assertThat(client.ask("/stream")).contains("por partes");
      EchoAgent.Hanging hanging = ECHO.hangsAfter("uno ", "dos");
      client.send("cuenta\n");
      assertThat(client.until("dos")).isEqualTo("eco: uno ");
      hanging.release();
      assertThat(client.prompt()).isEqualTo(" end\n");
    }
  }

  @Test
  void writesAnAnswerWholeWhereNobodyAskedForPieces() throws Exception {
    try (TcpClient client = TcpClient.talkingTo("eco", PORT)) {
      EchoAgent.Hanging hanging = ECHO.hangsAfter("uno ", "dos");
      client.send("cuenta\n");
      hanging.awaitBegun();
      assertThat(client.nothingComes()).isTrue();
      hanging.release();
      assertThat(client.prompt()).isEqualTo("eco: uno dos end\n");
      client.ask("/stream");
      assertThat(client.ask("/stream no")).contains("enteras");
      ECHO.repeats();
      assertThat(client.ask("**a** y `b`\u0007")).isEqualTo("eco: a y b\n");
      assertThat(client.ask("/historial")).contains("Yo: **a** y `b`\neco: a y b\n");
    }
  }

  @Test
  void givesALongAnswerPageByPage() throws Exception {
    try (TcpClient client = TcpClient.talkingTo("eco", PORT)) {
      String words = "ñandú 👋 palabra ".repeat(400).strip();
      StringBuilder read = new StringBuilder();
      String page = client.ask(words);
      while (page.endsWith("\n— Enter: sigue —\n")) {
        read.append(page, 0, page.indexOf("\n— Enter")).append(' ');
        page = client.ask("");
      }
      assertThat(read.append(page)).asString().isEqualTo("eco: " + words + '\n');
      assertThat(client.ask("")).isEmpty();
      client.ask(words);
      assertThat(client.ask("otra cosa")).isEqualTo("eco: otra cosa\n");
    }
  }

  @Test
  void givesALongAnswerWholeToWhoHasSentMoreOrSendsNothingMore() throws Exception {
    String words = "palabra ".repeat(1000).strip();
    try (TcpClient client = TcpClient.talkingTo("eco", PORT)) {
      client.send(words + "\nsalir\n");
      assertThat(client.rest()).isEqualTo("eco: " + words + "\n> ¡Hasta luego!\n");
    }
    try (TcpClient client = TcpClient.talkingTo("eco", PORT)) {
      String page = client.ask(words);
      client.endOutput();
      assertThat(page.replace("\n— Enter: sigue —\n", " ") + client.rest())
          .isEqualTo("eco: " + words + "\n> ");
    }
  }

  @Test
  void keepsControlCharactersFromTheTerminal() throws Exception {
    try (TcpClient client = TcpClient.talkingTo("eco", PORT)) {
      assertThat(client.ask("a\u001b]0;x\u0007b\u009b2Jc")).isEqualTo("eco: a]0;xb2Jc\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"salir", "EXIT", " Quit \r"})
  void saysGoodbye(String word) throws Exception {
    try (TcpClient client = new TcpClient(PORT)) {
      client.prompt();
      client.send(word + "\nand more that nobody reads\n");
      assertThat(client.rest()).isEqualTo("¡Hasta luego!\n");
    }
  }

  @Test
  void helpsAndListsAgents() throws Exception {
    try (TcpClient client = new TcpClient(PORT)) {
      client.prompt();
      assertThat(client.ask("/ayuda"))
          .contains("/agente", "/login", "/historial", "/reset", "/ayuda", "salir");
      assertThat(client.ask("/agente")).contains("* ecobot: ", "  psicoia: ", "  eco: ");
      assertThat(client.ask("/agente")).doesNotContain("orchestrator");
      assertThat(client.ask("/agente nadie")).contains("ningún agente");
      assertThat(client.ask("/agente orchestrator")).contains("ningún agente");
      assertThat(client.ask("/nada")).contains("/ayuda");
      assertThat(client.ask("/agente ECO")).contains("Ahora responde eco.");
      assertThat(client.ask("hola")).isEqualTo("eco: hola\n");
    }
  }

  @Test
  void showsWhatWasSaidAndBeginsAnew() throws Exception {
    try (TcpClient client = TcpClient.talkingTo("eco", PORT)) {
      assertThat(client.ask("/historial")).contains("Todavía no");
      client.ask("uno");
      client.ask("dos");
      assertThat(client.ask("/historial")).isEqualTo("Yo: uno\neco: uno\nYo: dos\neco: dos\n");
      client.ask("/agente techbot");
      client.ask("/agente eco");
      assertThat(client.ask("/HISTORY")).contains("uno", "dos");
      assertThat(client.ask("/reset")).isNotBlank();
      assertThat(client.ask("/historial")).contains("Todavía no");
    }
  }

  @Test
  void keepsEveryConnectionApart() throws Exception {
    try (TcpClient one = TcpClient.talkingTo("eco", PORT);
        TcpClient other = TcpClient.talkingTo("eco", PORT)) {
      one.ask("un secreto");
      assertThat(other.ask("/historial")).contains("Todavía no");
    }
  }

  @Test
  void logsInAndIsAnotherSessionThen() throws Exception {
    try (TcpClient client = new TcpClient(PORT)) {
      Session guest = session(id(client.prompt()));
      client.ask("/agente eco");
      client.send("/login user_1\n");
      assertThat(client.until("Contraseña: ")).isEmpty();
      String said = client.ask("1234");
      assertThat(said).startsWith("Sesión iniciada como user_1.").doesNotContain("1234");
      Session session = session(id(said));
      assertThat(session.user().username()).isEqualTo("user_1");
      assertThat(sessions.byId(guest.id())).isEmpty();
      client.ask("hola");
      assertThat(turns(session)).extracting(t -> t.asked().question()).containsExactly("hola");
      assertThat(turns(session).getFirst().asked().owner()).isEqualTo(session.userId());
    }
  }

  @Test
  void staysWhoItWasAfterAWrongPassword() throws Exception {
    try (TcpClient client = new TcpClient(PORT)) {
      Session guest = session(id(client.prompt()));
      assertThat(client.ask("/login")).contains("/login USUARIO");
      client.send("/login user_2\n");
      client.until("Contraseña: ");
      assertThat(client.ask("wrong")).startsWith("Error: ").doesNotContain("wrong");
      client.send("/login user_2\n");
      client.until("Contraseña: ");
      assertThat(client.ask("")).contains("No se ha iniciado");
      assertThat(sessions.byId(guest.id())).contains(guest);
      assertThat(client.ask("/ayuda")).contains("/login");
    }
  }

  @Test
  void saysWhyThereIsNoAnswer() throws Exception {
    try (TcpClient client = TcpClient.talkingTo("eco", PORT)) {
      ECHO.does((prompt, chunk) -> {
        throw new IllegalStateException("a secret of the machine's");
      });
      assertThat(client.ask("hola"))
          .startsWith("Error: Perdón, algo falló")
          .doesNotContain("secret", "Exception");
      ECHO.repeats();
      assertThat(client.ask("hola")).isEqualTo("eco: hola\n");
    }
  }

  @Test
  void limitsAGuestAloneAndNotAllGuestsTogether() throws Exception {
    int port = ServiceProcess.freePort();
    try (Service limited =
            Service.startWith(List.of(ECHO), "ECOBOT_SOCKET_PORT=" + port, "RATE_MAX_MESSAGES=2");
        TcpClient one = TcpClient.talkingTo("eco", port);
        TcpClient other = TcpClient.talkingTo("eco", port)) {
      assertThat(limited.port()).isPositive();
      one.ask("1");
      one.ask("2");
      assertThat(one.ask("3")).startsWith("Error: ");
      assertThat(other.ask("1")).isEqualTo("eco: 1\n");
    }
  }

  @Test
  void speaksEnglishAndGreetsPsicoIasGuestsByNumber() throws Exception {
    int port = ServiceProcess.freePort();
    try (Service english =
            Service.start(
                "ECOBOT_SOCKET_PORT=" + port, "SOCKET_AGENT=psicoia", "SOCKET_LANGUAGE=en");
        TcpClient one = new TcpClient(port)) {
      assertThat(english.port()).isPositive();
      assertThat(one.prompt())
          .startsWith("Welcome to PsicoIA, Usuario-1👋\nYour session_id is: ")
          .contains("PsicoIA: Hola")
          .endsWith("Write your message, or 'exit' to disconnect.\n");
      try (TcpClient two = new TcpClient(port)) {
        assertThat(two.prompt()).contains("Usuario-2");
        assertThat(two.ask("/help")).contains("/agent [NAME]");
      }
    }
  }
}
