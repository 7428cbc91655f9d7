package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFile;
import dev.sessionmanager.handover.HandoverFakes;
import dev.sessionmanager.messaging.MessengerSettings.HandoverBot;
import java.time.Duration;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Humans who take over, outside of a service. */
final class TakeoverFakes {

  private TakeoverFakes() {}

  /** In this file, with these messengers. */
  static HumanTakeover in(
      LogFile file, Outbox outbox, Duration lasts, HandoverBot bot, Messenger... messengers) {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    for (Messenger messenger : messengers) {
      beans.addBean("messenger " + messenger.channel(), messenger);
    }
    MessengerSettings settings =
        new MessengerSettings(MessengerSettings.Newer.QUEUE, 10, lasts, bot, Duration.ZERO);
    Messengers all =
        new Messengers(
            beans.getBeanProvider(Messenger.class),
            beans.getBeanProvider(MessagingChannel.class),
            beans.getBeanProvider(MessagingAccounts.class));
    HandoverDesk desk = new HandoverDesk(HandoverFakes.in(file), all, settings, file.clock);
    return new HumanTakeover(file.log, file.writer, outbox, settings, desk, file.clock);
  }
}
