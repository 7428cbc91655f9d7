package dev.sessionmanager.messaging;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;

/**
 * The sessions of messaging conversations: each conversation is a presence, which the operator sees
 * and can kill like any other. Any thread.
 */
@Component
class MessagingSessions {

  private static final String IDLE = "idle";

  private record Place(String channel, String conversation) {}

  private final Sessions sessions;
  private final Turns turns;
  private final Cache<Place, Session> known;

  private volatile BiConsumer<String, String> killed = (channel, conversation) -> {};

  MessagingSessions(Sessions sessions, Turns turns, MessengerSettings settings) {
    this.sessions = sessions;
    this.turns = turns;
    this.known = Caffeine.newBuilder().maximumSize(settings.inMemory()).build();
    sessions.onEnded(session -> {
      Place place = new Place(session.channel(), session.address());
      if (known.asMap().remove(place, session) && !IDLE.equals(session.endReason())) {
        killed.accept(place.channel(), place.conversation());
      }
    });
  }

  /** Who is told channel and conversation of a session that somebody has ended. */
  void onKilled(BiConsumer<String, String> listener) {
    killed = listener;
  }

  void seen(Arrival message) {
    Session session = known.getIfPresent(new Place(message.channel(), message.conversation()));
    if (session != null) {
      sessions.seen(session);
    }
  }

  /** The session of a conversation: the one it had last while that is live, else a new one. */
  Session of(Batch batch, Conversation conversation) {
    Place place = new Place(batch.channel(), batch.conversation());
    Session session = known.getIfPresent(place);
    if (session == null || sessions.byId(session.id()).isEmpty()) {
      session =
          turns
              .lastSession(conversation.id())
              .flatMap(sessions::byId)
              .orElseGet(() ->
                  sessions.arrive(
                      place.channel(), name(batch.first().name()), place.conversation(), null));
      known.put(place, session);
    }
    sessions.seen(session);
    return session;
  }

  private static String name(String name) {
    return name.length() <= 200 ? name : name.substring(0, name.offsetByCodePoints(0, 100));
  }
}
