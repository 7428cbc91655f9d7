package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.RawWebSocket.Frame;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.model.OllamaStub;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The originals' clients as they behave on the wire, at the default settings, with a model that
 * streams; without summaries, for which the model would be asked between the answers it is given.
 */
class OriginalClientsTest {

  private static final OllamaStub model = new OllamaStub();
  private static final int TCP = ServiceProcess.freePort();
  private static final int WS = ServiceProcess.freePort();
  private static Service service;

  @BeforeAll
  static void start() {
    service =
        Service.start(
            "ECOBOT_SOCKET_PORT=" + TCP,
            "WS_PORT=" + WS,
            "OLLAMA_URL=" + model.url(),
            "memory.summaries=false");
  }

  @AfterAll
  static void stop() {
    service.close();
    model.close();
  }

  /**
   * EcoBot's {@code socket_client.py}: one {@code recv(4096)}, decoded strictly and printed, for
   * each line that it sends.
   */
  private static final class EcoBotClient implements AutoCloseable {

    private final Socket socket;

    EcoBotClient() throws IOException {
      socket = new Socket("localhost", TCP);
      socket.setSoTimeout(30_000);
    }

    String recv() throws IOException {
      byte[] data = new byte[4096];
      int n = socket.getInputStream().read(data);
      try {
        return StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(data, 0, Math.max(n, 0)))
            .toString();
      } catch (CharacterCodingException cut) {
        throw new AssertionError("a character was cut in two", cut);
      }
    }

    String ask(String line) throws IOException {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      return recv();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static String[] words(String... texts) {
    return Arrays.stream(texts)
        .flatMap(t -> Arrays.stream(t.split("(?<= )")))
        .toArray(String[]::new);
  }

  @Test
  void ecobotsClientGetsOneAnswerForOneRead() throws Exception {
    try (EcoBotClient client = new EcoBotClient()) {
      assertThat(client.recv())
          .matches("Bienvenido a EcoBot👋\nTu session_id es: [0-9a-f]{8}\n.*\n> ");
      for (int i = 1; i <= 3; i++) {
        model.next(
            OllamaStub.text(
                words("La **respuesta** " + i + " a tu pregunta es larga y llega en pedazos.")));
        assertThat(client.ask("Contame algo de Raúl Prebisch, número " + i))
            .isEqualTo(
                "EcoBot: La respuesta " + i + " a tu pregunta es larga y llega en pedazos.\n> ");
      }
      client.socket.getOutputStream().write("salir\n".getBytes(StandardCharsets.UTF_8));
      assertThat(client.recv()).isEqualTo("¡Hasta luego!\n");
    }
  }

  @Test
  void ecobotsClientStaysInStepAfterAnAnswerLargerThanItsRead() throws Exception {
    String[] words =
        IntStream.range(0, 1200).mapToObj(i -> "ñandú" + i + "👋 ").toArray(String[]::new);
    String whole = String.join("", words).strip();
    try (EcoBotClient client = new EcoBotClient()) {
      client.recv();
      model.next(OllamaStub.text(words));
      StringBuilder all = new StringBuilder();
      String page = client.ask("Contame algo larguísimo de Raúl Prebisch");
      while (page.endsWith("\n— Enter: sigue —\n> ")) {
        all.append(page, 0, page.indexOf("\n— Enter")).append(' ');
        page = client.ask("");
      }
      assertThat(all.append(page)).asString().isEqualTo("EcoBot: " + whole + "\n> ");
      model.next(OllamaStub.text("La que ", "sigue."));
      assertThat(client.ask("¿Y otra cosa de Prebisch?")).isEqualTo("EcoBot: La que sigue.\n> ");
    }
  }

  @Test
  void ecobotsClientGetsAChartAsALinkThatOpens() throws Exception {
    try (EcoBotClient client = new EcoBotClient();
        HttpClient browser = HttpClient.newHttpClient()) {
      client.recv();
      String answer = client.ask("grafico demanda a=100 b=-2");
      assertThat(answer).doesNotContain("![", "](", "**").endsWith("\n> ");
      String link = answer.replaceFirst("(?s).*(http://\\S+/pictures/\\S+).*", "$1");
      assertThat(
              browser.send(
                  HttpRequest.newBuilder(URI.create(link)).build(), BodyHandlers.ofString()))
          .satisfies(
              picture -> assertThat(picture.statusCode()).isEqualTo(200),
              picture ->
                  assertThat(picture.headers().firstValue("Content-Type")).contains("image/png"));
    }
  }

  /** PsicoIA's page sends what was typed as a text, and shows each text that comes as it is. */
  @Test
  void psicoiasPageGetsEachAnswerInOneFrameWithoutMarks() {
    try (RawWebSocket page = new RawWebSocket(WS, "/", "Origin: http://localhost:" + WS)) {
      assertThat(page.text()).startsWith("Bienvenido a PsicoIA, Usuario-");
      page.text();
      model.next(OllamaStub.text(words("Te **escucho**.\n\n- Respirá *lento*\n- Contame `más`")));
      assertThat(page.send("Estuve pensando en mi trabajo").text())
          .isEqualTo("Te escucho.\n\n• Respirá lento\n• Contame más");
      assertThat(page.send(" Salir ").text()).isEqualTo("¡Hasta luego!");
      Frame close = page.next();
      assertThat(close.opcode()).isEqualTo(8);
      assertThat(close.closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void psicoiasPageOpenedFromAFileIsToldWhatToDo() {
    try (RawWebSocket page = new RawWebSocket(WS, "/", "Origin: null")) {
      String advice = page.text();
      assertThat(advice).contains("WS_ALLOW_FILE_ORIGIN=true");
      String address = advice.replaceFirst("(?s).*(http://\\S+/app/).*", "$1");
      Answer ours = service.get(URI.create(address).getPath());
      assertThat(address).contains(":" + service.port() + "/");
      assertThat(ours.status()).isEqualTo(200);
      assertThat(page.next().closeCode()).isEqualTo(1008);
    }
  }
}
