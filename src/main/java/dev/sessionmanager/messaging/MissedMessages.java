package dev.sessionmanager.messaging;

import dev.sessionmanager.server.Phases;
import dev.sessionmanager.server.ServicePart;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Asks every account of the messaging channels for what was written and no webhook told of: at the
 * start, and every {@code watching.missed-every} from then on, because Chatwoot sends a webhook
 * once, and Evolution sometimes never.
 */
@Component
class MissedMessages extends ServicePart {

  private final MissedLook.Tools tools;
  private final Messengers messengers;
  private List<MissedLook> looks = List.of();

  MissedMessages(
      MessagingService messaging,
      Messengers messengers,
      LookMarks marks,
      QuietWebhooks quiet,
      MessengerSettings messengerSettings,
      WatchSettings settings,
      Inbox inbox,
      Clock clock) {
    super(Phases.MISSED_MESSAGES, true);
    this.messengers = messengers;
    this.tools =
        new MissedLook.Tools(
            messaging,
            inbox,
            marks,
            quiet,
            settings.missedEvery(),
            messengerSettings.missedMaxAge(),
            clock);
  }

  @Override
  protected void begin() {
    if (tools.maxAge().isZero()) {
      return;
    }
    looks =
        messengers.all().stream()
            .filter(one -> one.abilities().contains(Messenger.Ability.LISTS_MISSED))
            .map(one -> new MissedLook(one, tools))
            .toList();
    looks.forEach(MissedLook::start);
  }

  @Override
  protected void end() {
    looks.forEach(MissedLook::stop);
  }
}
