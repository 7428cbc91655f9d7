package dev.sessionmanager;

import dev.sessionmanager.model.ModelStub;
import dev.sessionmanager.model.OpenAiStub;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** A model that repeats, and says when it has been asked so many times. */
final class EchoModel extends ModelStub {
  private final AtomicInteger untilKill = new AtomicInteger(Integer.MAX_VALUE);
  private volatile CountDownLatch due = new CountDownLatch(1);

  CountDownLatch after(int requests) {
    due = new CountDownLatch(1);
    untilKill.set(requests);
    return due;
  }

  @Override
  protected Answer usual() {
    return exchange -> {
      if (untilKill.decrementAndGet() == 0) {
        due.countDown();
      }
      JsonNode messages = exchange.request().json().path("messages");
      String last = messages.get(messages.size() - 1).path("content").asString();
      OpenAiStub.text("re: ", last).to(exchange);
    };
  }

  @Override
  protected void look(Exchange exchange) throws IOException {
    exchange.json(200, "{\"object\":\"list\",\"data\":[]}");
  }
}
