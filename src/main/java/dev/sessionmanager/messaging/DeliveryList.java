package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.Page;
import dev.sessionmanager.messaging.Delivery.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is in the outbox, page by page, for the operator. Any thread. */
@Component
class DeliveryList {

  private final JdbcClient reading;

  DeliveryList(@Qualifier("readingDataSource") DataSource reading) {
    this.reading = JdbcClient.create(reading);
  }

  /** Deliveries in this state with an id before this one, the newest first. */
  Page<Delivery> page(State state, long before, int max) {
    return reading
        .sql("select * from deliveries where state = ? and id < ? order by id desc limit ?")
        .params(state.name(), before, max)
        .query(Page.of(max, Outbox::row, delivery -> delivery.text().length()));
  }

  /** How many there are of each state in which somebody may have to do something. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (State state : List.of(State.WAITING, State.SENDING, State.REFUSED, State.DEAD)) {
      counts.put(state.shown(), count(state));
    }
    return counts;
  }

  private long count(State state) {
    return reading
        .sql("select count(*) from deliveries where state = ?")
        .param(state.name())
        .query(Long.class)
        .single();
  }
}
