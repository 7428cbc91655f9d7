package dev.sessionmanager.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider at the edge of the network, on a socket of its own so that it can break in every way:
 * answers what it is told to, in the order it was told, then always as {@link #usual} does; keeps
 * what it was asked.
 */
public abstract class ModelStub implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  /** A request as it came; names of headers in lower case. */
  public record Request(String method, String path, Map<String, String> headers, String body) {

    public JsonNode json() {
      return JSON.readTree(body);
    }

    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    public boolean streams() {
      return json().path("stream").asBoolean(false);
    }
  }

  /** How a request is answered. */
  @FunctionalInterface
  public interface Answer {
    void to(Exchange exchange) throws IOException;
  }

  private final ServerSocket server;
  private final Deque<Answer> next = new ConcurrentLinkedDeque<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Thread accepting;
  private final Semaphore clientsGone = new Semaphore(0);

  /** What was asked, the oldest first; looks at what models there are do not count. */
  public final List<Request> requests = new CopyOnWriteArrayList<>();

  @SuppressWarnings("this-escape") // nobody can reach the port before the subclass is whole
  protected ModelStub() {
    try {
      server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    accepting = Thread.ofPlatform().daemon().start(this::accept);
  }

  /** What it does when nothing else was said. */
  protected abstract Answer usual();

  /** What it does in place of that; null for that. */
  public volatile @Nullable Answer otherwise;

  public int port() {
    return server.getLocalPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Tells it how to answer the requests to come, one each. */
  public void next(Answer... answers) {
    next.addAll(List.of(answers));
  }

  public Request request() {
    return requests.getLast();
  }

  /**
   * Whether a client has closed its connection while it was being answered; each that has counts
   * once.
   */
  public boolean clientLeft(long time, TimeUnit unit) {
    try {
      return clientsGone.tryAcquire(time, unit);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Connections that are open. */
  public long connections() {
    return open.stream().filter(socket -> !socket.isClosed()).count();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (Request request = read(in); request != null; request = read(in)) {
        Exchange exchange = new Exchange(request, socket, in);
        if (request.method().equals("GET") || request.path().equals("/api/show")) {
          look(exchange);
        } else {
          requests.add(request);
          answer(exchange);
        }
      }
    } catch (IOException gone) {
      // As a client that has seen enough does.
    }
  }

  private void answer(Exchange exchange) throws IOException {
    Answer told = next.pollFirst();
    Answer always = otherwise;
    Answer answer = told != null ? told : always != null ? always : usual();
    try {
      answer.to(exchange);
    } catch (IOException gone) {
      clientsGone.release();
      throw gone;
    }
  }

  /** Answers a GET. */
  protected abstract void look(Exchange exchange) throws IOException;

  private static @Nullable Request read(InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    String[] parts = first.split(" ", 3);
    return new Request(parts[0], parts[1], headers, new String(body, UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(ISO_8859_1);
  }

  /** One request and the means to answer it. */
  public final class Exchange {
    private final Request request;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Exchange(Request request, Socket socket, InputStream in) throws IOException {
      this.request = request;
      this.socket = socket;
      this.in = in;
      this.out = socket.getOutputStream();
    }

    public Request request() {
      return request;
    }

    /** A whole answer; headers are name, value, name, value. */
    public void whole(int status, String type, String body, String... headers) throws IOException {
      byte[] bytes = body.getBytes(UTF_8);
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " x\r\n");
      head.append("Content-Type: ").append(type).append("\r\n");
      for (int i = 0; i < headers.length; i += 2) {
        head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
      }
      head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
      out.write(head.toString().getBytes(ISO_8859_1));
      out.write(bytes);
      out.flush();
    }

    public void json(int status, String body, String... headers) throws IOException {
      whole(status, "application/json", body, headers);
    }

    /** Begins an answer of which pieces follow. */
    public void begin(String type) throws IOException {
      out.write(
          ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n")
              .getBytes(ISO_8859_1));
      out.flush();
    }

    public void piece(String text) throws IOException {
      byte[] bytes = text.getBytes(UTF_8);
      ByteArrayOutputStream chunk = new ByteArrayOutputStream();
      chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
      chunk.writeBytes(bytes);
      chunk.writeBytes("\r\n".getBytes(ISO_8859_1));
      out.write(chunk.toByteArray()); // in one, for a client may leave as soon as it has the text
      out.flush();
    }

    public void end() throws IOException {
      out.write("0\r\n\r\n".getBytes(ISO_8859_1));
      out.flush();
    }

    /** Does nothing more until the client closes the connection. */
    public void hang() throws IOException {
      while (in.read() >= 0) {
        // Nothing else is expected.
      }
      clientsGone.release();
    }

    /** Breaks the connection as a crashed server's does. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  /** Never answers. */
  public static Answer silence() {
    return Exchange::hang;
  }

  public static Answer json(int status, String body, String... headers) {
    return exchange -> exchange.json(status, body, headers);
  }

  @Override
  public void close() {
    stop();
  }

  /** Listens no longer, and breaks off whatever it was answering. */
  public void stop() {
    try {
      server.close();
      // The port is closed once nobody waits at it any more; until then one more may come in.
      accepting.join();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
