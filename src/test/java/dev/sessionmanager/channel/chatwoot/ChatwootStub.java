package dev.sessionmanager.channel.chatwoot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Chatwoot at the edge of the network: keeps conversations, answers its API in the real forms,
 * and can be told to fail in each of its ways. What it tells its webhooks is {@link
 * ChatwootWebhooks}'.
 */
public final class ChatwootStub implements AutoCloseable {

  public static final String TOKEN = "token-of-the-user-royal";
  public static final String ACCOUNT = "1";

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern CONVERSATION =
      Pattern.compile("/api/v1/accounts/1/conversations/([0-9]+)(/[a-z_]+)?");

  /** A request as it came. */
  public record Request(String method, String path, @Nullable String token, JsonNode body) {}

  /** How the next message that is sent fails. */
  public interface Fault {
    /** Whether the message is stored all the same. */
    boolean stores();

    void answer(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Deque<Fault> faults = new ConcurrentLinkedDeque<>();
  private final Map<Long, ChatwootConversation> conversations = new ConcurrentHashMap<>();
  private final AtomicLong messageIds = new AtomicLong(9000);
  private final Semaphore stored = new Semaphore(0);
  private volatile @Nullable ChatwootWebhooks webhooks;

  /** Webhooks that were registered by a call, as its list has them. */
  public final List<JsonNode> registered = new CopyOnWriteArrayList<>();

  /** Whether it makes a secret for each and tells it, as it does from 4.11.2 on. */
  public volatile boolean tellsSecrets = true;

  /** As {@code GET …/inboxes} lists them. */
  public final List<JsonNode> inboxes = new CopyOnWriteArrayList<>();

  /** Whether it says whose token it is. */
  public volatile boolean profile = true;

  private volatile boolean botToken;

  /** Labels of the account. */
  private final Set<String> labels = ConcurrentHashMap.newKeySet();

  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private volatile int delayMillis;
  private volatile @Nullable Fault down;

  public final List<Request> requests = new CopyOnWriteArrayList<>();

  public ChatwootStub() {
    this(0);
  }

  public ChatwootStub(int port) {
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Where its webhooks go from now on, messages that are sent among them. */
  public ChatwootWebhooks webhooks(URI target, String secret) {
    webhooks = new ChatwootWebhooks(this, target, secret);
    return webhooks;
  }

  /** The token is an agent bot's from now on: it may send, not look. */
  public void tokenIsOfBot() {
    botToken = true;
  }

  /** Every call takes so long from now on. */
  public void slow(int millis) {
    delayMillis = millis;
  }

  /** Calls whose path ends so are not allowed from now on. */
  public void refuses(String end) {
    refused.add(end);
  }

  /** Labels that the account has. */
  public Set<String> labels() {
    return labels;
  }

  public void next(Fault... these) {
    faults.addAll(List.of(these));
  }

  /** Every call fails in this way, until it is null. */
  public void down(@Nullable Fault fault) {
    down = fault;
  }

  public static Fault status(int status, String body, String... headers) {
    return fault(false, exchange -> answer(exchange, status, body, headers));
  }

  public static Fault storedThenStatus(int status) {
    return fault(true, exchange -> answer(exchange, status, "{}"));
  }

  public static Fault brokenOff() {
    return fault(false, HttpExchange::close);
  }

  public static Fault storedThenBrokenOff() {
    return fault(true, HttpExchange::close);
  }

  public Fault storedThenSilent() {
    return fault(true, exchange -> await(closed));
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private static Fault fault(boolean stores, Answer answer) {
    return new Fault() {
      @Override
      public boolean stores() {
        return stores;
      }

      @Override
      public void answer(HttpExchange exchange) throws IOException {
        answer.to(exchange);
      }
    };
  }

  /**
   * The conversation of this display id; a new one is pending, and its contact's id is 300 more.
   */
  public ChatwootConversation conversation(long id) {
    return conversations.computeIfAbsent(id, ChatwootConversation::new);
  }

  long nextMessageId() {
    return messageIds.incrementAndGet();
  }

  /** Whether so many messages were sent to it, since the last time this was asked. */
  public boolean stored(int messages, long seconds) {
    try {
      return stored.tryAcquire(messages, seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public List<Request> requests(String method, String path) {
    return requests.stream()
        .filter(r -> r.method().equals(method))
        .filter(r -> r.path().equals(path))
        .toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      JsonNode json = body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
      String token = exchange.getRequestHeaders().getFirst("api_access_token");
      String path = exchange.getRequestURI().getPath();
      requests.add(new Request(exchange.getRequestMethod(), path, token, json));
      if (delayMillis > 0) {
        await(new CountDownLatch(1), delayMillis);
      }
      Fault failing = down;
      if (failing != null) {
        failing.answer(exchange);
      } else if (!TOKEN.equals(token)) {
        answer(exchange, 401, "{\"error\":\"Invalid Access Token\"}");
      } else {
        route(exchange, path, json);
      }
    }
  }

  private void route(HttpExchange exchange, String path, JsonNode body) throws IOException {
    boolean post = exchange.getRequestMethod().equals("POST");
    Matcher of = CONVERSATION.matcher(path);
    boolean named = of.matches();
    if (botToken && !(post && named)) {
      answer(exchange, 401, "{\"error\":\"Access to this endpoint is not authorized for bots\"}");
    } else if (path.equals("/api/v1/profile") && profile) {
      answer(
          exchange,
          200,
          "{\"id\":%d,\"name\":\"Royal\",\"type\":\"user\"}"
              .formatted(ChatwootConversation.OWN_USER));
    } else if (path.equals("/api/v1/accounts/1")) {
      answer(exchange, 200, "{\"id\":1,\"name\":\"Joyas Royal\",\"locale\":\"es\"}");
    } else if (refused.stream().anyMatch(path::endsWith)) {
      answer(exchange, 401, "{\"error\":\"You are not authorized to do this action\"}");
    } else if (path.equals("/api/v1/accounts/1/labels")) {
      if (post) {
        labels.add(body.path("title").asString().toLowerCase(Locale.ROOT));
      }
      ObjectNode list = JSON.createObjectNode();
      var payload = list.putArray("payload");
      labels.forEach(label -> payload.addObject().put("title", label));
      answer(exchange, 200, list.toString());
    } else if (path.equals("/api/v1/accounts/1/webhooks")) {
      answer(exchange, 200, post ? made(body) : webhookList());
    } else if (path.equals("/api/v1/accounts/1/inboxes")) {
      ObjectNode list = JSON.createObjectNode();
      list.putArray("payload").addAll(inboxes);
      answer(exchange, 200, list.toString());
    } else if (path.equals("/api/v1/accounts/1/conversations")) {
      answer(exchange, 200, list(parameters(exchange)));
    } else if (named && conversations.containsKey(Long.valueOf(of.group(1)))) {
      ChatwootConversation conversation = conversation(Long.parseLong(of.group(1)));
      String call = of.group(2) == null ? "" : of.group(2);
      if (post) {
        change(exchange, conversation, call, body);
      } else {
        answer(exchange, 200, look(conversation, call, parameters(exchange)));
      }
    } else {
      answer(exchange, 404, "{\"error\":\"Resource could not be found\"}");
    }
  }

  /** {@code create.json.jbuilder} and {@code _webhook.json.jbuilder}. */
  private String made(JsonNode wanted) {
    int id = registered.size() + 1;
    ObjectNode webhook = ((ObjectNode) wanted).deepCopy().put("id", id).put("account_id", 1);
    if (tellsSecrets) {
      webhook.put("secret", secret(id));
    }
    registered.add(webhook);
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("payload").set("webhook", webhook);
    return answer.toString();
  }

  /** By which it signs what it sends to the webhook of this id. */
  public static String secret(int id) {
    return "s3cret-of-webhook-" + id;
  }

  private String webhookList() {
    ObjectNode list = JSON.createObjectNode();
    list.putObject("payload").putArray("webhooks").addAll(registered);
    return list.toString();
  }

  private void change(
      HttpExchange exchange, ChatwootConversation conversation, String call, JsonNode body)
      throws IOException {
    switch (call) {
      case "/messages" -> send(exchange, conversation, body);
      case "/toggle_status" -> {
        conversation.status(body.path("status").asString());
        answer(
            exchange,
            200,
            "{\"meta\":{},\"payload\":{\"success\":true,\"current_status\":\"%s\",\"conversation_id\":%d}}"
                .formatted(conversation.status(), conversation.id()));
      }
      case "/toggle_typing_status" -> answer(exchange, 200, "");
      case "/toggle_priority" -> {
        conversation.priority(body.path("priority").asString(""));
        answer(exchange, 200, "");
      }
      case "/assignments" -> {
        conversation.assigned(body);
        answer(exchange, 200, "{}");
      }
      case "/labels" -> {
        conversation.labels(
            body.path("labels").valueStream().map(JsonNode::asString).toList(), labels);
        answer(exchange, 200, look(conversation, call, Map.of()));
      }
      default -> answer(exchange, 404, "{\"error\":\"Resource could not be found\"}");
    }
  }

  private void send(HttpExchange exchange, ChatwootConversation conversation, JsonNode body)
      throws IOException {
    Fault fault = faults.poll();
    if (fault != null && !fault.stores()) {
      fault.answer(exchange);
      return;
    }
    if (conversation.sentWithinAMinute() >= 200) {
      answer(exchange, 422, "{\"error\":\"Validation failed: Too many messages\"}");
      return;
    }
    ObjectNode message =
        conversation.outgoing(nextMessageId(), body.path("content").asString(), botToken);
    message.put("private", body.path("private").asBoolean(false));
    ChatwootWebhooks told = webhooks;
    if (told != null) {
      told.messageCreated(conversation, message);
    }
    stored.release();
    if (fault != null) {
      fault.answer(exchange);
    } else {
      answer(exchange, 200, message.toString());
    }
  }

  private String list(Map<String, String> query) {
    int page = Integer.parseInt(query.getOrDefault("page", "1"));
    List<ObjectNode> found =
        conversations.values().stream()
            .filter(c -> c.status().equals(query.get("status")))
            .sorted((a, b) -> Long.compare(b.lastActivityAt(), a.lastActivityAt()))
            .skip((page - 1) * 25L)
            .limit(25)
            .map(ChatwootConversation::asTheApi)
            .toList();
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("data").putObject("meta").put("all_count", conversations.size());
    ((ObjectNode) answer.path("data")).putArray("payload").addAll(found);
    return answer.toString();
  }

  private static String look(
      ChatwootConversation conversation, String call, Map<String, String> query) {
    if (call.isEmpty()) {
      return conversation.asTheApi().toString();
    }
    ObjectNode answer = JSON.createObjectNode();
    if (call.equals("/labels")) {
      conversation.labels().forEach(answer.putArray("payload")::add);
      return answer.toString();
    }
    answer.putObject("meta").putArray("labels");
    answer
        .putArray("payload")
        .addAll(conversation.page(Long.parseLong(query.getOrDefault("before", "0"))));
    return answer.toString();
  }

  private static Map<String, String> parameters(HttpExchange exchange) {
    Map<String, String> parameters = new ConcurrentHashMap<>();
    String query = exchange.getRequestURI().getQuery();
    for (String pair : (query == null ? "" : query).split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters.put(parts[0], parts.length > 1 ? parts[1] : "");
    }
    return parameters;
  }

  private static void answer(HttpExchange exchange, int status, String body, String... headers)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
    }
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void await(CountDownLatch latch) {
    await(latch, 60_000);
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      boolean _ = latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
