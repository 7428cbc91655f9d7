package dev.sessionmanager.messaging;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A whole service with one messaging channel, an agent that echoes, and a fake provider. */
final class MessagingRig implements AutoCloseable {

  final FakeProvider provider;
  final FakeProvider.Line line;
  final EchoAgent agent = new EchoAgent("eco", Agent.Kind.PERSONA);
  final Service service;
  private final String[] settings;
  private int number;

  MessagingRig(String... settings) {
    this(new FakeProvider(), Service.folder(), settings);
  }

  MessagingRig(FakeProvider provider, Path data, String... settings) {
    this.provider = provider;
    this.settings = settings;
    line = provider.line("eco", 4096);
    List<String> all =
        new ArrayList<>(
            List.of(
                "MESSAGE_BUFFER_TIMEOUT=0",
                "MESSAGE_COOLDOWN=0",
                "WORKER_POOL_SIZE=20",
                "MAX_CONCURRENT_USERS=20",
                "deliveries.backoff-initial=10s"));
    all.addAll(List.of(settings));
    service = Service.startOn(data, line, List.of(agent), all.toArray(String[]::new));
  }

  /** A new service on what a power cut now would leave, with the same provider. */
  MessagingRig afterPowerCut() {
    Path left = service.leftBehind();
    line.cut();
    return on(left);
  }

  /** A new service on what was left, with the same provider. */
  MessagingRig on(Path left) {
    return new MessagingRig(provider, left, settings);
  }

  MessagingService messaging() {
    return service.bean(MessagingService.class);
  }

  Arrival arrival(String person, String id, String text, @Nullable String note) {
    return new Arrival(
        "whatsapp",
        id,
        "i/" + person,
        person,
        "Name of " + person,
        text,
        note,
        false,
        Locale.forLanguageTag("es"),
        service.clock.instant(),
        service.clock.instant(),
        "0123456789abcdef0123456789abcdef");
  }

  boolean write(String person, String text) {
    return write(person, "m" + ++number + '-' + person, text);
  }

  boolean write(String person, String id, String text) {
    return messaging().gather(arrival(person, id, text, null));
  }

  List<String> read(String person) {
    return provider.texts("i/" + person);
  }

  void tick(int seconds) {
    service.clock.advance(Duration.ofSeconds(seconds));
  }

  void awaitCount(Event event, long count) throws InterruptedException {
    awaitTrue(() -> count(event) >= count);
  }

  long count(Event event) {
    return service.bean(MessagingFigures.class).count(event);
  }

  /** Nothing waits to be answered, nor is being answered. */
  void awaitIdle() throws InterruptedException {
    MessageBuffer buffer = service.bean(MessageBuffer.class);
    awaitTrue(() -> buffer.load().people() == 0);
  }

  static void awaitTrue(BooleanSupplier so) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; !so.getAsBoolean(); i++) {
      if (i > 10_000 || never.await(3, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("never");
      }
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
