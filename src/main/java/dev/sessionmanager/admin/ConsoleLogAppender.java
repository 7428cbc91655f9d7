package dev.sessionmanager.admin;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Stands in for Logback's console appenders while the console is open: the same lines, written
 * above the prompt. Any thread.
 */
final class ConsoleLogAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private final List<ConsoleAppender<ILoggingEvent>> replaced = new ArrayList<>();
  private final ch.qos.logback.classic.Logger root;
  private final Consumer<String> lines;

  private ConsoleLogAppender(LoggerContext context, Consumer<String> lines) {
    this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    this.lines = lines;
    setContext(context);
    setName("above the prompt");
  }

  static ConsoleLogAppender attach(Consumer<String> lines) {
    ConsoleLogAppender above =
        new ConsoleLogAppender((LoggerContext) LoggerFactory.getILoggerFactory(), lines);
    for (Iterator<Appender<ILoggingEvent>> all = above.root.iteratorForAppenders();
        all.hasNext(); ) {
      if (all.next() instanceof ConsoleAppender<ILoggingEvent> console) {
        above.replaced.add(console);
      }
    }
    above.start();
    above.root.addAppender(above);
    above.replaced.forEach(above.root::detachAppender);
    return above;
  }

  /** Gives the log its own console appenders back. */
  void detach() {
    replaced.forEach(root::addAppender);
    root.detachAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    for (ConsoleAppender<ILoggingEvent> console : replaced) {
      try {
        byte[] line = console.getEncoder().encode(event);
        lines.accept(new String(line, charset(console)));
      } catch (RuntimeException closed) {
        console.doAppend(event);
      }
    }
  }

  private static Charset charset(ConsoleAppender<ILoggingEvent> console) {
    Charset charset =
        console.getEncoder() instanceof LayoutWrappingEncoder<ILoggingEvent> encoder
            ? encoder.getCharset()
            : null;
    return charset == null ? StandardCharsets.UTF_8 : charset;
  }
}
