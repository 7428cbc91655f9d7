package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.model.ModelStub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills the packaged service with SIGKILL at random points, round after round, while people talk to
 * it, and then counts: nothing that was accepted is lost, nothing is answered twice, everything is
 * in order, and the model never sees half a turn.
 */
class KilledServiceIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int ROUNDS = 10;
  private static final int PEOPLE = 6;

  /** Repeatable, but for the threads. */
  private final Random random = new Random(20261121);

  @TempDir Path data;

  /** Somebody who writes one message after the other, and comes back after a break. */
  private static final class Person {
    final String name;

    /** Sends what is unanswered again under its id; else lets it be, as people do. */
    final boolean persistent;

    final List<String> sent = new ArrayList<>();
    final Set<String> answered = new HashSet<>();
    private final HttpClient http = HttpClient.newHttpClient();

    Person(int number) {
      name = "p" + number;
      persistent = number % 2 == 0;
    }

    /** Writes until the service is gone, or so often. */
    void write(int port, int messages) {
      if (persistent && !sent.isEmpty() && !answered.contains(sent.getLast())) {
        if (!send(port, sent.getLast())) {
          return;
        }
      }
      for (int i = 0; i < messages; i++) {
        sent.add(name + "-m" + sent.size());
        if (!send(port, sent.getLast())) {
          return;
        }
      }
    }

    private boolean send(int port, String message) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/chat"))
              .timeout(Duration.ofSeconds(60))
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"message\":\"%s\",\"session_id\":\"%s\"}".formatted(message, name)));
      if (persistent) {
        request.header("Idempotency-Key", message);
      }
      try {
        HttpResponse<String> answer =
            http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("reply").asString())
            .isEqualTo("re: " + message);
        answered.add(message);
        return true;
      } catch (IOException gone) {
        return false;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void losesNothingAndDoublesNothing() throws Exception {
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
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      people.add(new Person(i));
    }
    try (EchoModel model = new EchoModel();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        try (PackagedService service = start(model)) {
          CountDownLatch due = model.after(1 + random.nextInt(60));
          List<Future<?>> all = new ArrayList<>();
          for (Person person : people) {
            all.add(threads.submit(() -> person.write(service.port, Integer.MAX_VALUE)));
          }
          assertThat(due.await(60, TimeUnit.SECONDS)).as(service.log()).isTrue();
          // Anywhere in the work that this request belongs to, or that goes on beside it.
          LockSupport.parkNanos(random.nextInt(4_000_000));
          service.kill();
          for (Future<?> one : all) {
            one.get();
          }
        }
      }
      try (PackagedService service = start(model)) {
        for (Person person : people) {
          person.write(service.port, 1);
        }
        for (Person person : people) {
          check(person, service);
        }
      }
      assertThat(people.stream().mapToInt(person -> person.sent.size()).sum())
          .isGreaterThan(ROUNDS * PEOPLE);
      model.requests.forEach(KilledServiceIT::hasNoHalfTurn);
    }
  }

  private PackagedService start(EchoModel model) throws Exception {
    return new PackagedService(data, model.url() + "/v1", "DEFAULT_AGENT=eco");
  }

  private static void check(Person person, PackagedService service) {
    List<String> answered = new ArrayList<>();
    for (JsonNode turn : service.turns(person.name)) {
      if (turn.path("status").asString().equals("summary")) {
        continue; // what the agent keeps of the beginning: nobody wrote it
      }
      String question = turn.path("question").asString();
      assertThat(turn.path("status").asString()).as(question).isEqualTo("answered");
      assertThat(turn.path("answer").asString()).isEqualTo("re: " + question);
      answered.add(question);
    }
    assertThat(answered).as("doubled").doesNotHaveDuplicates();
    assertThat(answered).as("lost").containsAll(person.answered);
    if (person.persistent) {
      assertThat(answered).isEqualTo(person.sent);
    } else {
      // What was under way when the service died was accepted, or it was not: then it is not here.
      List<String> inOrder = new ArrayList<>(person.sent);
      inOrder.retainAll(answered);
      assertThat(answered).as("order").isEqualTo(inOrder);
    }
  }

  private static void hasNoHalfTurn(ModelStub.Request request) {
    JsonNode messages = request.json().path("messages");
    String expected = "user";
    String question = "";
    for (JsonNode message : messages) {
      String role = message.path("role").asString();
      if (role.equals("system")) {
        continue;
      }
      assertThat(role).as(request.body()).isEqualTo(expected);
      if (role.equals("assistant")) {
        assertThat(message.path("content").asString()).isEqualTo("re: " + question);
      } else {
        question = message.path("content").asString();
      }
      expected = role.equals("user") ? "assistant" : "user";
    }
    assertThat(expected).as("ends with the question").isEqualTo("assistant");
  }
}
