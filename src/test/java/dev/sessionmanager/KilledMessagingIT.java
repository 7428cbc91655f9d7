package dev.sessionmanager;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.channel.chatwoot.ChatwootStub;
import dev.sessionmanager.channel.chatwoot.ChatwootWebhooks;
import dev.sessionmanager.channel.whatsapp.EvolutionStub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the packaged service with SIGKILL at random points while customers write in Chatwoot and on
 * WhatsApp, with webhooks that come again, in the wrong order or never, and providers that are slow
 * beyond their time-out, or fail before and after they have sent. At the end each message has been
 * answered exactly once, in order.
 */
class KilledMessagingIT {

  private static final int ROUNDS = 8;
  private static final int CUSTOMERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String SECRET = "s3cret-of-the-webhook";

  /** Repeatable, but for the threads. */
  private final Random random = new Random(20261122);

  @TempDir Path data;

  private final EchoModel model = new EchoModel();
  private final ChatwootStub chatwoot = new ChatwootStub();
  private final EvolutionStub evolution = new EvolutionStub(Clock.systemUTC());

  /** Somebody who writes in one conversation. */
  private abstract static class Customer {
    final String name;
    final List<String> sent = new ArrayList<>();

    Customer(String name) {
      this.name = name;
    }

    /** What came before the webhook of the message written before it. */
    private final Set<String> overtaken = new HashSet<>();

    /**
     * Writes: from here on it stands with the provider. What is returned delivers its webhook, and
     * says the service's status; 0 where the service was not there to answer.
     */
    abstract IntSupplier writes(String text);

    abstract List<String> replies();

    /** Everything that was answered, in order; what was joined stands in one reply. */
    List<String> answered() {
      return replies().stream()
          .map(reply -> reply.replaceFirst("^re: ", ""))
          .flatMap(joined -> Arrays.stream(joined.split("\n")))
          .toList();
    }

    /** The same, where a message and the one that overtook it may stand either way. */
    List<String> answeredInOrder() {
      List<String> order = new ArrayList<>(answered());
      for (int i = 1; i < order.size(); i++) {
        String late = order.get(i);
        if (overtaken.contains(late) && sent.indexOf(order.get(i - 1)) == sent.indexOf(late) + 1) {
          Collections.swap(order, i - 1, i);
        }
      }
      return order;
    }

    /** What was under way when the service died comes first, as it did. */
    void awaitAnswers(PackagedService service) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!answered().containsAll(sent)) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              "%s wrote %s and read %s; handovers: %s; deliveries: %s"
                  .formatted(
                      name,
                      sent,
                      replies(),
                      service.get("/admin/handovers").raw().body(),
                      service.get("/admin/deliveries").raw().body()));
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }

    IntSupplier writesNext() {
      sent.add(name + "-m" + sent.size());
      return writes(sent.getLast());
    }

    /**
     * Writes until the service is gone. On the way one webhook in five is overtaken by the next
     * one, and one in four comes again after others.
     */
    void write(int seed) {
      Random mood = new Random(seed);
      int status = 200;
      IntSupplier earlier = () -> 200;
      while (status == 200) {
        IntSupplier webhook = writesNext();
        if (mood.nextInt(5) == 0) {
          overtaken.add(sent.getLast());
          status = writesNext().getAsInt();
        }
        status = Math.min(status, webhook.getAsInt());
        if (mood.nextInt(4) == 0) {
          status = Math.min(status, earlier.getAsInt());
        }
        earlier = webhook;
        if (mood.nextBoolean() && status == 200) {
          LockSupport.parkNanos(mood.nextInt(150_000_000));
        }
      }
    }
  }

  /** A customer in Chatwoot, whose webhooks are sent once: what is lost must be asked for. */
  private final class InChatwoot extends Customer {
    private final long conversation;
    @Nullable ChatwootWebhooks webhooks;

    InChatwoot(int number) {
      super("c" + number);
      conversation = 40L + number;
      chatwoot.conversation(conversation);
    }

    @Override
    IntSupplier writes(String text) {
      return requireNonNull(webhooks).written(conversation, text);
    }

    @Override
    List<String> replies() {
      return chatwoot.conversation(conversation).replies();
    }
  }

  /** A customer on WhatsApp; Evolution keeps the message, and sends its webhook once here. */
  private final class OnWhatsapp extends Customer {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String number;
    private int port;

    OnWhatsapp(int customer) {
      super("w" + customer);
      number = "549113333444" + customer;
    }

    @Override
    IntSupplier writes(String text) {
      String id = "3EB0" + text.replace("-", "").toUpperCase(Locale.ROOT);
      String jid = number + "@s.whatsapp.net";
      evolution.keep(jid, false, id, text, Instant.now());
      String event =
          """
          {"event": "messages.upsert", "instance": "joyeria", "data": {"key": {"remoteJid": "%s", "fromMe": false,
            "id": "%s"}, "pushName": "Ana", "message": {"conversation": "%s"}, "messageType": "conversation",
            "messageTimestamp": %d}, "sender": "%s", "apikey": "none"}
          """
              .formatted(jid, id, text, Instant.now().getEpochSecond(), EvolutionStub.OWN);
      return () -> post(event);
    }

    private int post(String event) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhook/evolution"))
              .timeout(Duration.ofSeconds(10))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(event))
              .build();
      try {
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      } catch (IOException gone) {
        return 0;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    List<String> replies() {
      return evolution.sent.stream()
          .filter(message -> message.number().equals(number))
          .map(EvolutionStub.Sent::text)
          .toList();
    }
  }

  @Test
  void answersEveryCustomerExactlyOnceAndInOrder() throws Exception {
    Files.createDirectories(data.resolve("agents"));
    Files.writeString(
        data.resolve("agents/eco.md"),
        """
        ---
        name: eco
        title: Eco
        description: Repeats.
        ---
        Repeat what you are told.
        """);
    List<Customer> customers = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS; i++) {
      customers.add(new InChatwoot(i));
      customers.add(new OnWhatsapp(i));
    }
    try (model;
        chatwoot;
        evolution;
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        try (PackagedService service = start(customers)) {
          customers.forEach(customer -> customer.awaitAnswers(service));
          fail();
          CountDownLatch due = model.after(1 + random.nextInt(25));
          List<Future<?>> all = new ArrayList<>();
          for (Customer customer : customers) {
            int seed = random.nextInt();
            all.add(threads.submit(() -> customer.write(seed)));
          }
          assertThat(due.await(90, TimeUnit.SECONDS)).as(service.log()).isTrue();
          // Anywhere in the work that this request belongs to, or that goes on beside it.
          LockSupport.parkNanos(random.nextInt(40_000_000));
          service.kill();
          for (Future<?> one : all) {
            one.get();
          }
        }
      }
      try (PackagedService service = start(customers)) {
        customers.forEach(customer -> customer.awaitAnswers(service));
        for (Customer customer : customers) {
          assertThat(customer.answeredInOrder()).as(service.log()).isEqualTo(customer.sent);
        }
      }
      assertThat(customers.stream().mapToInt(customer -> customer.sent.size()).sum())
          .isGreaterThan(ROUNDS * CUSTOMERS);
    }
  }

  /** What goes wrong with the next few messages that are sent. */
  private void fail() {
    chatwoot.next(
        ChatwootStub.storedThenBrokenOff(),
        chatwoot.storedThenSilent(),
        ChatwootStub.status(500, "{\"error\":\"x\"}"),
        ChatwootStub.brokenOff());
    evolution.next(
        EvolutionStub.Fault.BROKEN_AFTER_SENDING,
        EvolutionStub.Fault.SILENT_AFTER_SENDING,
        EvolutionStub.Fault.FAILED_BEFORE_SENDING,
        EvolutionStub.Fault.BUSY);
  }

  private PackagedService start(List<Customer> customers) throws Exception {
    PackagedService service =
        new PackagedService(
            data,
            model.url() + "/v1",
            "CHATWOOT_API_URL=" + chatwoot.url(),
            "CHATWOOT_API_TOKEN=" + ChatwootStub.TOKEN,
            "CHATWOOT_ACCOUNT_ID=1",
            "CHATWOOT_WEBHOOK_SECRET=" + SECRET,
            "CHATWOOT_AGENT=eco",
            "CHATWOOT_TIMEOUT=2s",
            "EVOLUTION_API_URL=" + evolution.url(),
            "EVOLUTION_API_TOKEN=" + EvolutionStub.KEY,
            "INSTANCE_NAME=" + EvolutionStub.INSTANCE,
            "EVOLUTION_TYPINGDELAY=0s",
            "EVOLUTION_ANSWERTIMEOUT=2s",
            "WHATSAPP_AGENT=eco",
            "MESSAGE_BUFFER_TIMEOUT=40",
            "MESSAGE_COOLDOWN=0",
            "WORKER_POOL_SIZE=6",
            "MAX_CONCURRENT_USERS=6",
            "DELIVERIES_BACKOFFINITIAL=100ms",
            "DELIVERIES_BACKOFFMAX=1s");
    URI webhook = URI.create("http://127.0.0.1:" + service.port + "/webhook/chatwoot");
    ChatwootWebhooks webhooks = chatwoot.webhooks(webhook, SECRET);
    for (Customer customer : customers) {
      switch (customer) {
        case InChatwoot in -> in.webhooks = webhooks;
        case OnWhatsapp on -> on.port = service.port;
        default -> throw new IllegalStateException();
      }
    }
    if (customers.getFirst().sent.isEmpty()) {
      // A channel in which nobody has ever written is not asked for what was missed.
      for (Customer customer : customers) {
        assertThat(customer.writesNext().getAsInt()).isEqualTo(200);
      }
    }
    return service;
  }
}
