package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import dev.sessionmanager.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No model being connected, and one person in danger and one perhaps: over HTTP, sockets and
 * messaging.
 */
class DangerOnEveryChannelTest {

  private static final String SECRET = "secret-of-the-webhook";
  private static final int TCP = ServiceProcess.freePort();
  private static final Pattern OF_MODELS =
      Pattern.compile("(?i)modelo|\\bmodels?\\b|proveedor|api.?key|clave|ollama|[A-Z]+_[A-Z]+");

  private static final ChatwootStub chatwoot = new ChatwootStub();
  private static Service service;
  private static long conversations = 70;

  @BeforeAll
  static void start() {
    service =
        Service.start(
            "DEFAULT_AGENT=psicoia",
            "SOCKET_AGENT=psicoia",
            "WS_AGENT=psicoia",
            "ECOBOT_SOCKET_PORT=" + TCP,
            "CHATWOOT_API_URL=" + chatwoot.url(),
            "CHATWOOT_API_TOKEN=" + ChatwootStub.TOKEN,
            "CHATWOOT_ACCOUNT_ID=1",
            "CHATWOOT_WEBHOOK_SECRET=" + SECRET,
            "CHATWOOT_AGENT=psicoia",
            "chatwoot.timeout=1s");
  }

  @AfterAll
  static void stop() {
    service.close();
    chatwoot.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tomé veneno y me quiero morir|¿Estás a salvo en este momento?",
        "quisiera dormir y que pasen muchos años"
            + "|¿Aparecen a veces pensamientos de morir o de hacerte daño?"
      })
  void oneWarmQuestionAndTheLineAndNoWordOfModels(String text, String question)
      throws IOException, InterruptedException {
    holds(overHttp(text), question);
    holds(overTcp(text, question), question);
    holds(overWebSocket(text), question);
    holds(overChatwoot(text), question);
  }

  private static void holds(String answer, String question) {
    assertThat(answer.strip()).contains("135", question).doesNotContainPattern(OF_MODELS);
    assertThat(answer.chars().filter(c -> c == '?')).as(answer).hasSize(1);
  }

  private static String overHttp(String text) {
    return service
        .post("/chat", "{\"message\": \"" + text + "\", \"agent_id\": \"psicoia\"}")
        .text("/reply");
  }

  private static String overTcp(String text, String question) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), TCP)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
      StringBuilder read = new StringBuilder();
      byte[] buffer = new byte[8192];
      int n = 0;
      while (n >= 0 && read.indexOf(question) < 0) {
        n = socket.getInputStream().read(buffer);
        read.append(n < 0 ? "" : new String(buffer, 0, n, StandardCharsets.UTF_8));
      }
      String all = read.toString();
      return all.substring(all.indexOf("Gracias"));
    }
  }

  private static String overWebSocket(String text) throws InterruptedException {
    LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          private final StringBuilder whole = new StringBuilder();

          @Override
          public @Nullable CompletionStage<?> onText(
              WebSocket socket, CharSequence data, boolean last) {
            whole.append(data);
            if (last) {
              frames.add(whole.toString());
              whole.setLength(0);
            }
            socket.request(1);
            return null;
          }
        };
    try (HttpClient client = HttpClient.newHttpClient()) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + service.port() + "/ws"), listener)
              .join();
      frames.poll(30, TimeUnit.SECONDS);
      frames.poll(30, TimeUnit.SECONDS);
      socket.sendText(text, true).join();
      String answer = frames.poll(30, TimeUnit.SECONDS);
      socket.abort();
      return String.valueOf(answer);
    }
  }

  private static String overChatwoot(String text) {
    conversations++;
    ChatwootConversation one = chatwoot.conversation(conversations);
    ChatwootWebhooks webhooks =
        chatwoot.webhooks(
            URI.create("http://127.0.0.1:" + service.port() + "/webhook/chatwoot"), SECRET);
    assertThat(webhooks.customerWrites(conversations, text)).isEqualTo(200);
    for (int i = 0; i < 400 && one.replies().isEmpty(); i++) {
      service.clock.advance(Duration.ofMillis(500));
      LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
    }
    return String.join("\n", one.replies());
  }
}
