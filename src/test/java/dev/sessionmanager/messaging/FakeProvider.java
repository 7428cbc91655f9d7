package dev.sessionmanager.messaging;

import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.http.HttpLimits;
import dev.sessionmanager.problem.Health;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A messaging provider, as far as it can be seen from here: keeps what it gets, and does what a
 * test tells it to. It outlives the services that talk to it.
 */
public final class FakeProvider {

  /** What a service asks of it. */
  public enum Call {
    HELD_BY,
    SEND,
    FIND,
    HAND_OVER,
    MISSED
  }

  /** A message that has arrived. */
  public record Sent(String conversation, String text, String reference, String id) {}

  /** What a test has happen at a call; null for what happens usually. */
  public interface Script {
    void at(Call call, boolean before) throws DeliveryFailure;
  }

  private final List<Sent> sent = new ArrayList<>();
  private final List<String> typing = new ArrayList<>();
  private final List<String> handedOver = new ArrayList<>();

  /** What it was told of those that wait for a human. */
  public final List<HandoverRequest> requests = new CopyOnWriteArrayList<>();

  /** Conversations that the operator has given back. */
  public final List<String> takenBack = new CopyOnWriteArrayList<>();

  /** Whether somebody is told who is there. */
  public volatile boolean tellsHumans = true;

  private final Map<String, String> held = new HashMap<>();
  private final Map<Call, Deque<Script>> scripts = new HashMap<>();
  private final List<Arrival> missed = new ArrayList<>();
  private int finds;

  /** At the next call of this kind that has no script yet. */
  public synchronized void script(Call call, Script script) {
    scripts.computeIfAbsent(call, c -> new ArrayDeque<>()).add(script);
  }

  /** The next so many calls fail so, before anything has happened. */
  public void fails(Call call, int times, DeliveryFailure failure) {
    for (int i = 0; i < times; i++) {
      script(
          call,
          (c, before) -> {
            if (before) {
              throw failure;
            }
          });
    }
  }

  public synchronized void holds(String conversation, @Nullable String who) {
    if (who == null) {
      held.remove(conversation);
    } else {
      held.put(conversation, who);
    }
  }

  public synchronized void missed(Arrival arrival) {
    missed.add(arrival);
  }

  public synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }

  public List<String> texts(String conversation) {
    return sent().stream()
        .filter(one -> one.conversation().equals(conversation))
        .map(Sent::text)
        .toList();
  }

  public synchronized List<String> handedOver() {
    return List.copyOf(handedOver);
  }

  public synchronized List<String> typing() {
    return List.copyOf(typing);
  }

  public synchronized int finds() {
    return finds;
  }

  /** Waits until it is so. */
  public synchronized void await(Predicate<FakeProvider> so) throws InterruptedException {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!so.test(this)) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("never; it has got " + sent);
      }
      wait(left);
    }
  }

  /** Waits for so many messages. */
  public void awaitSent(int count) throws InterruptedException {
    await(provider -> provider.sent.size() >= count);
  }

  private Script next(Call call) {
    Deque<Script> all = scripts.get(call);
    Script next = all == null ? null : all.poll();
    return next == null ? (c, before) -> {} : next;
  }

  private synchronized Script begin(Call call) {
    return next(call);
  }

  private synchronized <T> T change(Supplier<T> change) {
    T result = change.get();
    notifyAll();
    return result;
  }

  /** A service's way to it. */
  public final class Line implements Messenger {
    private final MessagingProvider provider;
    private volatile boolean cut;

    Line(String channel, String agent, int maxChars) {
      this.provider =
          new MessagingProvider(
              channel,
              "",
              "Fake",
              "FAKE_URL",
              "FAKE_SECRET",
              "http://fake",
              "key",
              "",
              new HttpLimits(Duration.ofSeconds(1), 1, 1024),
              Duration.ofSeconds(1),
              agent,
              TextForm.MARKDOWN,
              maxChars);
    }

    /** From now on nothing of this service gets through, as if its process were gone. */
    public void cut() {
      cut = true;
    }

    private void alive() throws DeliveryFailure {
      if (cut) {
        throw DeliveryFailure.unknown("the process is gone", null);
      }
    }

    private <T> T call(Call call, Supplier<T> does) throws DeliveryFailure {
      alive();
      Script script = begin(call);
      script.at(call, true);
      alive();
      T result = change(does);
      script.at(call, false);
      alive();
      return result;
    }

    @Override
    public Set<Ability> abilities() {
      return EnumSet.allOf(Ability.class);
    }

    @Override
    public MessagingProvider provider() {
      return provider;
    }

    @Override
    public boolean reached() {
      return !cut;
    }

    @Override
    public void typing(String conversation, boolean on) {
      change(() -> typing.add(conversation + (on ? " on" : " off")));
    }

    @Override
    public Optional<String> heldBy(String conversation) throws DeliveryFailure {
      return call(Call.HELD_BY, () -> Optional.ofNullable(held.get(conversation)));
    }

    @Override
    public String send(String conversation, String text, String reference) throws DeliveryFailure {
      return call(
          Call.SEND,
          () -> {
            String id = "p" + (sent.size() + 1);
            sent.add(new Sent(conversation, text, reference, id));
            return id;
          });
    }

    @Override
    public Optional<String> find(String conversation, String text, String reference, Instant since)
        throws DeliveryFailure {
      return call(
          Call.FIND,
          () -> {
            finds++;
            return sent.stream()
                .filter(one -> one.reference().equals(reference))
                .filter(one -> one.conversation().equals(conversation) && one.text().equals(text))
                .map(Sent::id)
                .findFirst();
          });
    }

    @Override
    public boolean tellsHumans() {
      return tellsHumans;
    }

    @Override
    public void handOver(HandoverRequest request, boolean silent) throws DeliveryFailure {
      call(
          Call.HAND_OVER,
          () -> {
            requests.add(request);
            return handedOver.add(request.conversation());
          });
    }

    @Override
    public void takeBack(String conversation) {
      change(() -> takenBack.add(conversation));
    }

    @Override
    public List<Arrival> missed(Instant since) throws DeliveryFailure {
      return call(Call.MISSED, () -> List.copyOf(missed));
    }

    @Override
    public Optional<String> register(URI webhook, boolean replacing) {
      return Optional.empty();
    }

    @Override
    public Health check() {
      return new Health(!cut, "fake");
    }
  }

  /** A line of a new service. */
  public Line line(String agent, int maxChars) {
    return new Line("whatsapp", agent, maxChars);
  }
}
