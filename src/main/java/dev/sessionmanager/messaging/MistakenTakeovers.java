package dev.sessionmanager.messaging;

import dev.sessionmanager.messaging.PhoneTexts.Mistake;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Conversations that a human seemed to have taken over, where WhatsApp Business had greeted by
 * itself. Once that is known the bot has them back, and answers what was written meanwhile. One
 * caller at a time.
 */
@Component
class MistakenTakeovers {

  private final PhoneTexts phone;
  private final HumanTakeover humans;
  private final HumanReplies replies;
  private final Inbox inbox;
  private final Intake intake;
  private final Deliveries deliveries;
  private final Mirrors mirrors;

  MistakenTakeovers(
      PhoneTexts phone,
      HumanTakeover humans,
      HumanReplies replies,
      Inbox inbox,
      Intake intake,
      Deliveries deliveries,
      Mirrors mirrors) {
    this.phone = phone;
    this.humans = humans;
    this.replies = replies;
    this.inbox = inbox;
    this.intake = intake;
    this.deliveries = deliveries;
    this.mirrors = mirrors;
  }

  /** Whether no human has written a message; what that makes of others is done. */
  boolean isAutomatic(OutsideMessage message) {
    String channel = message.channel();
    String conversation = message.conversation();
    boolean held = humans.holder(channel, conversation).isPresent();
    PhoneTexts.Finding finding =
        phone.take(message, mirrors.everywhere(channel, conversation), held);
    finding.mistakes().forEach(this::undo);
    return finding.automatic();
  }

  /** Gives back what a few words had taken, to which nobody has added anything since. */
  void settle() {
    phone.leftAtThat().forEach(this::undo);
  }

  /** Whether {@link #setOffBy} may have something to do. Any thread. */
  boolean mayBeSetOffBy(Arrival message) {
    return phone.mayHaveSetOff(message);
  }

  /** A customer's message has come behind the greeting that it set off. */
  void setOffBy(Arrival message) {
    phone
        .setOffBy(message, mirrors.everywhere(message.channel(), message.conversation()))
        .forEach(this::undo);
  }

  private void undo(Mistake mistake) {
    Optional<String> holder = humans.holder(mistake.channel(), mistake.conversation());
    boolean held = holder.filter(mistake.heldBy()::equals).isPresent();
    if (holder.isPresent() && !held) {
      return; // somebody else has come since
    }
    for (Mirrors.Shown one : mirrors.everywhere(mistake.channel(), mistake.conversation())) {
      if (held) {
        humans.unsilence(one.channel(), one.conversation(), HumanTakeover.actor("", one.channel()));
      }
      replies.takeBack(one.channel(), one.conversation(), mistake);
      intake.reopened(inbox.reopenHeld(one.channel(), one.conversation(), mistake.since()));
      deliveries.wake(one.channel());
    }
  }
}
