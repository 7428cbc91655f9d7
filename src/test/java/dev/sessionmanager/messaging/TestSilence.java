package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.util.unit.DataSize;

/** Settings of tests about silence, and what is made of them. */
final class TestSilence {

  private TestSilence() {}

  static SilenceSettings settings() {
    return new SilenceSettings(
        60,
        Duration.ofHours(1),
        4,
        List.of("chau bot"),
        List.of("hola bot"),
        Path.of("none.yaml"),
        Duration.ofSeconds(5),
        DataSize.ofKilobytes(64));
  }

  static OptOuts optOuts(LogFile file) {
    return new OptOuts(
        file.log, file.writer, settings(), new ResourceBundleMessageSource(), file.clock);
  }

  /** The same message, written so long before it came. */
  static Arrival late(Arrival message, Duration by) {
    return new Arrival(
        message.channel(),
        message.messageId(),
        message.conversation(),
        message.person(),
        message.name(),
        message.text(),
        message.note(),
        message.urgent(),
        message.language(),
        message.receivedAt().minus(by),
        message.receivedAt(),
        message.traceId());
  }
}
