package dev.sessionmanager.admin;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The operator's console on the terminal the service was started from. Most services are started
 * without a terminal; then no class of the console is loaded.
 */
@Component
class Console {

  private static final Logger log = LoggerFactory.getLogger(Console.class);

  private final Commands commands;
  private final ConsoleSettings settings;
  private @Nullable ConsoleTerminal open;

  Console(Commands commands, ConsoleSettings settings) {
    this.commands = commands;
    this.settings = settings;
  }

  @EventListener(ApplicationReadyEvent.class)
  synchronized void open() {
    boolean wanted =
        switch (settings.when()) {
          case AUTO -> onTerminal() && TerminalForeground.isOurs();
          case ON -> true;
          case OFF -> false;
        };
    if (wanted) {
      try {
        open = ConsoleTerminal.open(commands, settings.historyMax(), !onTerminal());
      } catch (IOException unusable) {
        log.warn("There is no console: {}", unusable.getMessage());
      }
    }
  }

  /** Whether both standard input and output are a terminal's. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean onTerminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** At the beginning of the stop: later log lines are written as without a console. */
  @EventListener(ContextClosedEvent.class)
  synchronized void close() {
    if (open != null) {
      open.close();
    }
  }
}
