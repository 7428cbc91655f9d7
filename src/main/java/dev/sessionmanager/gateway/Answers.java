package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.NewTurn;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The answers being made: found by their turn, for readers that come back, and by the id that their
 * sender gave, so that a message that is sent again meets its first.
 */
@Component
final class Answers {

  private record Sent(String owner, String channel, String clientId) {}

  private final ConcurrentMap<Long, Answering> byTurn = new ConcurrentHashMap<>();
  private final ConcurrentMap<Sent, Answering> bySent = new ConcurrentHashMap<>();

  /** The one that this id's first message is being given, or else the new one. */
  Answering first(Inbound inbound, Answering fresh) {
    if (inbound.id() == null) {
      return fresh;
    }
    Answering first =
        bySent.putIfAbsent(new Sent(inbound.owner(), inbound.channel(), inbound.id()), fresh);
    return first == null ? fresh : first;
  }

  void begun(Answering answering) {
    byTurn.put(answering.turnId(), answering);
  }

  void over(Answering answering, String channel, @Nullable String clientId) {
    byTurn.remove(answering.turnId(), answering);
    if (clientId != null) {
      bySent.remove(new Sent(answering.owner(), channel, clientId), answering);
    }
  }

  /** For a turn that is taken up again after a restart. */
  void resumed(Answering answering, NewTurn turn) {
    if (turn.clientId() != null) {
      bySent.put(new Sent(turn.owner(), turn.channel(), turn.clientId()), answering);
    }
    begun(answering);
  }

  Optional<Answering> find(String owner, long turnId) {
    return Optional.ofNullable(byTurn.get(turnId)).filter(a -> a.owner().equals(owner));
  }
}
