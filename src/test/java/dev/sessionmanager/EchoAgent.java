package dev.sessionmanager;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.gateway.Summary;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An agent that repeats what it is told, word by word, and keeps what it was asked; or does what a
 * test tells it to.
 */
public final class EchoAgent implements Agent {

  /** What a test has it do: the prompt, where its pieces go, and the reply. */
  public interface Behaviour extends BiFunction<Prompt, Say, Reply> {}

  /** Where an answer's pieces go. */
  public record Say(Consumer<Piece> reader) {

    /** Says a piece of the text. */
    public void accept(String text) {
      reader.accept(new Piece.Text(text));
    }

    public void piece(Piece piece) {
      reader.accept(piece);
    }
  }

  private final BlockingQueue<Prompt> prompts = new LinkedBlockingQueue<>();
  private final String name;
  private final Kind kind;
  private volatile Behaviour behaviour = EchoAgent::repeat;

  public EchoAgent(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  /** Answers that hang: what a test waits for, instead of sleeping. */
  public static final class Hanging {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile @Nullable Problem problem;

    public void awaitBegun() throws InterruptedException {
      if (!begun.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody has asked");
      }
    }

    /** Whether the answer is cut off within this time. */
    public boolean interruptedWithin(long millis) throws InterruptedException {
      return interrupted.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Lets it go on to its end. */
    public void release() {
      released.countDown();
    }

    /** Lets it fail. */
    public void fail(Problem why) {
      problem = why;
      released.countDown();
    }
  }

  /** From now on: repeats. */
  public void repeats() {
    behaviour = EchoAgent::repeat;
    prompts.clear();
  }

  public void does(Behaviour other) {
    behaviour = other;
  }

  /** From now on: gives these pieces, then hangs until it is cut off or released, then ends. */
  public Hanging hangsAfter(String... pieces) {
    Hanging hanging = new Hanging();
    behaviour =
        (prompt, chunk) -> {
          for (String piece : pieces) {
            chunk.accept(piece);
          }
          hanging.begun.countDown();
          try {
            hanging.released.await();
          } catch (InterruptedException e) {
            hanging.interrupted.countDown();
            throw new Problem(Problem.Kind.STOPPING).causedBy(e);
          }
          if (hanging.problem != null) {
            throw hanging.problem;
          }
          chunk.accept(" end");
          return Reply.of(String.join("", pieces) + " end");
        };
    return hanging;
  }

  /** The oldest prompt that no test has looked at. */
  public Prompt asked() throws InterruptedException {
    return Objects.requireNonNull(prompts.poll(30, TimeUnit.SECONDS), "nobody has asked");
  }

  public int askedTimes() {
    return prompts.size();
  }

  /** Repeats the first half of what it hears: it has no more room. */
  public void cutsItsAnswers() {
    does((prompt, say) -> {
      String half = prompt.text().substring(0, prompt.text().length() / 2);
      say.accept(half);
      return new Reply(
          half,
          Map.of(),
          List.of(),
          Reply.LENGTH,
          null,
          Map.of(Reply.FINISH_REASON, Reply.LENGTH),
          List.of(),
          List.of());
    });
  }

  private static Reply repeat(Prompt prompt, Say chunk) {
    for (String word : prompt.text().split("(?<= )", -1)) {
      if (!word.isEmpty()) {
        chunk.accept(word);
      }
    }
    return Reply.of(prompt.text()).withMeta(Map.of("by", "tool"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Card card() {
    return new Card(name, "Repeats what it is told.", "Say something.", kind);
  }

  @Override
  public String via() {
    return "echo";
  }

  @Override
  public Reply answer(Prompt prompt, Consumer<Piece> reader) {
    prompts.add(prompt);
    return behaviour.apply(prompt, new Say(reader));
  }

  /** A model makes the same vector of every text. */
  @Override
  public byte[] embed(Map<String, Object> request, String requestId) {
    if (kind != Kind.MODEL) {
      return Agent.super.embed(request, requestId);
    }
    return """
    {"object": "list", "model": "%s", "usage": {"prompt_tokens": 1, "total_tokens": 1},
     "data": [{"object": "embedding", "index": 0, "embedding": [0.5, -0.5]}]}
    """
        .formatted(name)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Counts what it was to sum up. */
  @Override
  public Optional<Summary> summarise(
      @Nullable String before, List<Message> messages, Locale reader, String requestId) {
    return Optional.of(
        new Summary("**" + messages.size() + "** messages before", messages.size(), null));
  }

  @Override
  public Health check() {
    return new Health(true, "echo");
  }
}
