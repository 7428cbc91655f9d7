package dev.sessionmanager.channel.socket;

import dev.sessionmanager.server.ConnectionsPerAddress;
import dev.sessionmanager.server.RequestReads;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What all sockets may take together, those of the TCP port and WebSockets. Any thread. */
@Component
final class SocketBounds {

  private final RequestReads reads;
  private final ConnectionsPerAddress addresses;
  private final MeterRegistry meters;

  SocketBounds(SocketSettings settings, ConnectionsPerAddress addresses, MeterRegistry meters) {
    this.reads = RequestReads.ofMessages(settings.readingMax().toBytes());
    this.addresses = addresses;
    this.meters = meters;
    Gauge.builder("sessionmanager.sockets.held", reads, RequestReads::held)
        .description("Memory of unfinished lines and messages")
        .baseUnit("bytes")
        .register(meters);
  }

  /** Memory of what is unfinished, or waits to be worked on. */
  RequestReads reads() {
    return reads;
  }

  /** Those of every port together. */
  ConnectionsPerAddress addresses() {
    return addresses;
  }

  /** Shows how many connections are open. */
  void show(Set<?> open, String metric, String description) {
    Gauge.builder(metric, open, Set::size).description(description).register(meters);
  }
}
