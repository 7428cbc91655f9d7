package dev.sessionmanager.channel.whatsapp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Evolution at the edge of the network, on a real port and in its real format, 1.8 or 2.3: takes
 * messages, keeps them, and fails as it is told to. What it got stands in {@link #sent} and {@link
 * #requests}. For tests in this process and for those of a process of its own.
 */
public final class EvolutionStub implements AutoCloseable {

  /** Webhooks that were registered by a call. */
  public final List<JsonNode> registered = new CopyOnWriteArrayList<>();

  public static final String KEY = "B6D711FCDE4D4FD5936544120E713976";
  public static final String INSTANCE = "joyeria";
  public static final String OWN = "5491150001111@s.whatsapp.net";

  private static final JsonMapper JSON = new JsonMapper();

  /** A request as it came. */
  public record Request(String method, String path, JsonNode json) {}

  /** A message that has been given to WhatsApp. */
  public record Sent(String id, String number, String text, JsonNode body) {}

  /** What goes wrong with one sendText. */
  public enum Fault {
    /** It is sent, and nobody is told: the answer never comes. */
    SILENT_AFTER_SENDING,
    /** It is sent, and the connection breaks. */
    BROKEN_AFTER_SENDING,
    /** The connection breaks before anything is done. */
    BROKEN_BEFORE_SENDING,
    /** It is sent, and then the database fails: 500. */
    FAILED_AFTER_SENDING,
    FAILED_BEFORE_SENDING,
    BUSY,
    RATE_LIMITED,
    NO_SUCH_NUMBER,
    NO_SUCH_INSTANCE,
    KEY_REVOKED,
    NOT_CONNECTED,
    WHATSAPP_TIMED_OUT_AFTER_SENDING,
    NOT_JSON,
    /** It is sent, and what is answered has no id. */
    NO_ID,
    /** Its validation refuses it. */
    INVALID,
    /** 201, and a page of HTML. */
    NONSENSE,
    /** WhatsApp's limit, as Baileys throws it and Evolution answers it: with 400. */
    RATE_OVERLIMIT,
    NO_SESSIONS,
    /** The socket is gone while it connects anew. */
    TYPE_ERROR,
    /** It is sent, and then Evolution fails on its database: 400. */
    THROWN_AFTER_SENDING,
    /** WhatsApp says that the receiver may not be written to. */
    FORBIDDEN,
    /** Meta's refusal for good, which Evolution answers with 201 and no key. */
    CLOUD_REFUSED,
    /** Meta's limit, answered with 201 and no key. */
    CLOUD_LIMIT,
    /** Meta's token is no longer good, answered with 201 and no key. */
    CLOUD_TOKEN,
    STATUS_ERROR
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Deque<Fault> faults = new ConcurrentLinkedDeque<>();
  private final AtomicLong ids = new AtomicLong();
  private final Semaphore sentSignal = new Semaphore(0);
  private final List<ObjectNode> store = new CopyOnWriteArrayList<>();
  private final Clock clock;

  public final List<Request> requests = new CopyOnWriteArrayList<>();
  public final List<Sent> sent = new CopyOnWriteArrayList<>();

  /** As GET / says it. */
  public volatile String version = "2.3.4";

  public volatile String state = "open";

  /** Its only instance. */
  public volatile String instance = INSTANCE;

  /** Its own Chatwoot integration, as it answers when it is asked for that. */
  public volatile Map<String, Object> chatwoot = Map.of("enabled", false, "url", "", "token", "");

  /** What goes wrong with everything; null for nothing. */
  public volatile @Nullable Fault always;

  /** What goes wrong with each look into the store; null for nothing. */
  public volatile @Nullable Fault storeFault;

  public EvolutionStub(Clock clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What goes wrong with the next messages, one each. */
  public void next(Fault... next) {
    faults.addAll(List.of(next));
  }

  /** Whether a message reaches WhatsApp within this time; each counts once. */
  public boolean sends(Duration within) throws InterruptedException {
    return sentSignal.tryAcquire(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Texts that have reached WhatsApp, in order. */
  public List<String> texts() {
    return sent.stream().map(Sent::text).toList();
  }

  /** A message in the store that no webhook told of, or that did not arrive. */
  public void keep(String jid, boolean fromMe, String id, String text, Instant at) {
    store.add(message(jid, fromMe, id, text, at));
  }

  private static ObjectNode message(
      String jid, boolean fromMe, String id, String text, Instant at) {
    ObjectNode message = JSON.createObjectNode();
    message.putObject("key").put("remoteJid", jid).put("fromMe", fromMe).put("id", id);
    message.put("pushName", fromMe ? "Você" : "Ana Pérez");
    message.put("messageType", "conversation");
    message.putObject("message").put("conversation", text);
    message.put("messageTimestamp", at.getEpochSecond());
    message.put("source", fromMe ? "ios" : "android");
    return message;
  }

  /** Changes a kept message: its key, say. */
  public void rewrite(String id, Consumer<ObjectNode> change) {
    store.stream().filter(m -> m.at("/key/id").asString().equals(id)).forEach(change);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    JsonNode json = body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    requests.add(new Request(exchange.getRequestMethod(), path, json));
    Fault broken = always;
    try (exchange) {
      if (broken != null) {
        fail(exchange, path.startsWith("/message/") ? json : null, broken);
      } else if (path.equals("/")) {
        answer(
            exchange,
            200,
            Map.of(
                "status",
                200,
                "message",
                "Welcome to the Evolution API, it is working!",
                "version",
                version,
                "documentation",
                "https://doc.evolution-api.com"));
      } else if (!KEY.equals(exchange.getRequestHeaders().getFirst("apikey"))) {
        error(exchange, 401, "Unauthorized", "Unauthorized");
      } else if (path.equals("/instance/fetchInstances")) {
        answer(exchange, 200, instances());
      } else if (!path.endsWith('/' + instance)) {
        error(exchange, 404, "Not Found", "The \"x\" instance does not exist");
      } else if (path.startsWith("/message/sendText/")) {
        sendText(exchange, json);
      } else if (path.startsWith("/chat/findMessages/") && storeFault != null) {
        fail(exchange, null, Objects.requireNonNull(storeFault));
      } else if (path.startsWith("/chat/findMessages/")) {
        answer(exchange, 200, isV1() ? found1(json) : found2(json));
      } else if (path.startsWith("/chatwoot/find/")) {
        answer(exchange, 200, chatwoot);
      } else if (path.startsWith("/webhook/find/")) {
        webhook(exchange);
      } else if (path.startsWith("/webhook/set/")) {
        registered.add(json);
        answer(exchange, 201, json);
      } else if (path.startsWith("/instance/connectionState/")) {
        answer(exchange, 200, Map.of("instance", Map.of("instanceName", instance, "state", state)));
      } else {
        error(exchange, 404, "Not Found", "Cannot " + path);
      }
    }
  }

  /** The webhook that was set last; 2.x answers null where there is none. */
  private void webhook(HttpExchange exchange) throws IOException {
    if (!registered.isEmpty()) {
      JsonNode last = registered.getLast();
      answer(exchange, 200, last.has("webhook") ? last.path("webhook") : last);
    } else if (isV1()) {
      answer(exchange, 200, Map.of("enabled", false, "url", "", "events", List.of()));
    } else {
      raw(exchange, 200, "null");
    }
  }

  private List<Object> instances() {
    return List.of(
        isV1()
            ? Map.of("instance", Map.of("instanceName", instance, "owner", OWN, "status", state))
            : Map.of("name", instance, "ownerJid", OWN, "connectionStatus", state));
  }

  private boolean isV1() {
    return version.startsWith("1.");
  }

  private void sendText(HttpExchange exchange, JsonNode json) throws IOException {
    Fault fault = faults.poll();
    if (fault == null) {
      JsonNode message = send(json);
      if (message == null) {
        error(exchange, 400, "Bad Request", "instance requires property \"text\"");
      } else {
        answer(exchange, 201, message);
      }
      return;
    }
    fail(exchange, json, fault);
  }

  /** A null message: something else was asked for, which is not done. */
  private void fail(HttpExchange exchange, @Nullable JsonNode json, Fault fault)
      throws IOException {
    switch (fault) {
      case SILENT_AFTER_SENDING -> {
        send(json);
        await();
      }
      case BROKEN_AFTER_SENDING -> send(json);
      case BROKEN_BEFORE_SENDING -> {}
      case FAILED_AFTER_SENDING -> {
        send(json);
        error(exchange, 500, "Internal Server Error", "Internal server error");
      }
      case FAILED_BEFORE_SENDING ->
          error(exchange, 500, "Internal Server Error", "Internal server error");
      case BUSY -> error(exchange, 503, "Service Unavailable", "busy");
      case RATE_LIMITED -> {
        exchange.getResponseHeaders().set("Retry-After", "7");
        error(exchange, 429, "Too Many Requests", "rate limit");
      }
      case NO_SUCH_NUMBER ->
          error(
              exchange,
              400,
              "Bad Request",
              Map.of("jid", "1@s.whatsapp.net", "exists", false, "number", "1"));
      case NO_SUCH_INSTANCE ->
          error(exchange, 404, "Not Found", "The \"joyeria\" instance does not exist");
      case KEY_REVOKED -> error(exchange, 401, "Unauthorized", "Unauthorized");
      case NOT_CONNECTED -> error(exchange, 400, "Bad Request", "Error: Connection Closed");
      case WHATSAPP_TIMED_OUT_AFTER_SENDING -> {
        send(json);
        error(exchange, 400, "Bad Request", "Error: Timed Out");
      }
      case NOT_JSON -> raw(exchange, 502, "<html>Bad Gateway</html>");
      case INVALID ->
          error(exchange, 400, "Bad Request", List.of("instance requires property \"number\""));
      case NONSENSE -> raw(exchange, 201, "<html>It works</html>");
      case NO_ID -> {
        send(json);
        answer(exchange, 201, Map.of("status", "PENDING"));
      }
      case RATE_OVERLIMIT -> error(exchange, 400, "Bad Request", "Error: rate-overlimit");
      case NO_SESSIONS -> error(exchange, 400, "Bad Request", "SessionError: No sessions");
      case TYPE_ERROR ->
          error(
              exchange,
              400,
              "Bad Request",
              "TypeError: Cannot read properties of undefined (reading 'sendMessage')");
      case THROWN_AFTER_SENDING -> {
        send(json);
        error(exchange, 400, "Bad Request", "PrismaClientKnownRequestError: Timed out fetching");
      }
      case FORBIDDEN -> error(exchange, 400, "Bad Request", "Error: forbidden");
      case CLOUD_REFUSED -> answer(exchange, 201, cloud(131047, "Re-engagement message"));
      case CLOUD_LIMIT -> answer(exchange, 201, cloud(130429, "Rate limit hit"));
      case CLOUD_TOKEN -> answer(exchange, 201, cloud(190, "Session has expired"));
      case STATUS_ERROR -> answer(exchange, 201, Map.of("status", "ERROR"));
    }
  }

  /** What {@code whatsapp.business.service.ts} returns of a refusal of Meta's. */
  private static Map<String, Object> cloud(int code, String message) {
    return Map.of(
        "message",
        "(#" + code + ") " + message,
        "type",
        "OAuthException",
        "code",
        code,
        "error_data",
        Map.of("messaging_product", "whatsapp", "details", message),
        "fbtrace_id",
        "A1b2C3");
  }

  /** As 2.3 and 1.8 take it, and in no other form; null for a form of the other one. */
  private @Nullable JsonNode send(@Nullable JsonNode json) {
    if (json == null) {
      return null;
    }
    JsonNode text = isV1() ? json.at("/textMessage/text") : json.path("text");
    if (!text.isString() || text.asString().isEmpty() || !json.path("number").isString()) {
      return null;
    }
    String number = json.path("number").asString();
    String id = "3EB0" + HexFormat.of().withUpperCase().toHexDigits(ids.incrementAndGet());
    String jid = number.contains("@") ? number : number + "@s.whatsapp.net";
    ObjectNode message = message(jid, true, id, text.asString(), clock.instant());
    message.put("source", "web"); // as the form of its id says
    store.add(message);
    sent.add(new Sent(id, number, text.asString(), json));
    sentSignal.release();
    ObjectNode answer = message.deepCopy();
    answer.put("status", "PENDING");
    answer.put("instanceId", "8b5c1f0e-4a52-4c5e-9a5d-3a1f6f1a2b3c");
    return answer;
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<ObjectNode> newestFirst(JsonNode where) {
    String jid = where.at("/key/remoteJid").asString("");
    List<ObjectNode> found = new ArrayList<>();
    for (ObjectNode message : store) {
      if (jid.isEmpty() || message.at("/key/remoteJid").asString("").equals(jid)) {
        found.add(message);
      }
    }
    found.sort(
        Comparator.comparingLong((ObjectNode m) -> m.path("messageTimestamp").asLong(0))
            .reversed());
    return found;
  }

  /** 1.8 passes the filter to its database, where a time is no object. */
  private ArrayNode found1(JsonNode query) {
    ArrayNode list = JSON.createArrayNode();
    if (query.path("where").has("messageTimestamp")) {
      return list;
    }
    newestFirst(query.path("where")).stream()
        .limit(query.path("limit").asInt(Integer.MAX_VALUE))
        .forEach(list::add);
    return list;
  }

  private ObjectNode found2(JsonNode query) {
    JsonNode time = query.at("/where/messageTimestamp");
    List<ObjectNode> all = newestFirst(query.path("where"));
    if (time.has("gte") && time.has("lte")) {
      long from = Instant.parse(time.path("gte").asString()).getEpochSecond();
      long to = Instant.parse(time.path("lte").asString()).getEpochSecond();
      all.removeIf(m -> {
        long at = m.path("messageTimestamp").asLong(0);
        return at < from || at > to;
      });
    }
    int size = query.path("offset").asInt(50);
    int page = query.path("page").asInt(1);
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode messages = answer.putObject("messages");
    messages.put("total", all.size());
    messages.put("pages", (all.size() + size - 1) / size);
    messages.put("currentPage", page);
    ArrayNode records = messages.putArray("records");
    all.stream().skip((long) (page - 1) * size).limit(size).forEach(records::add);
    return answer;
  }

  private static void error(HttpExchange exchange, int status, String error, Object message)
      throws IOException {
    answer(
        exchange,
        status,
        Map.of("status", status, "error", error, "response", Map.of("message", List.of(message))));
  }

  private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    raw(exchange, status, JSON.writeValueAsString(body));
  }

  private static void raw(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Its port is free again at once; who waits for an answer gets none. */
  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
