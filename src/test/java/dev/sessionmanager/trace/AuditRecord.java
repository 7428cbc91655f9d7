package dev.sessionmanager.trace;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What the audit has written since a test began. */
final class AuditRecord implements BeforeEachCallback, AfterEachCallback {

  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("audit");

  private final ListAppender<ILoggingEvent> record = new ListAppender<>();

  @Override
  public void beforeEach(ExtensionContext test) {
    record.start();
    LOGGER.addAppender(record);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    LOGGER.detachAppender(record);
  }

  List<String> lines() {
    return List.copyOf(record.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  void clear() {
    record.list.clear();
  }
}
