package dev.sessionmanager.runtime;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An agent as the runtime's wire format knows it (the runtime's HTTP contract, {@code Agent}).
 *
 * @param id a UUID
 * @param pid the process it lives in; that of this service when embedded
 * @param port where it listens on the runtime's host; 0 when it is embedded and has none of its own
 * @param startTime seconds since 1970, to the millisecond; decimal, so that JSON shows it in plain
 *     digits
 */
public record RunningAgent(
    String id,
    String name,
    long pid,
    int port,
    Status status,
    @JsonProperty("start_time") @Nullable BigDecimal startTime) {

  /** The runtime's five states, lower case on the wire. */
  public enum Status {
    RUNNING,
    STARTING,
    STOPPING,
    STOPPED,
    ERROR;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Status of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  public RunningAgent with(Status status) {
    return new RunningAgent(id, name, pid, port, status, startTime);
  }

  /** The same, running, where it listens on this port. */
  public RunningAgent running(int port) {
    return new RunningAgent(id, name, pid, port, Status.RUNNING, startTime);
  }
}
