package dev.sessionmanager.admin;

import java.io.IOError;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads commands from a terminal, with line editing, history and completion, on a thread of its
 * own; log lines appear above the prompt meanwhile. {@code exit} and Ctrl-D close the console
 * alone, Ctrl-C stops the service.
 */
final class ConsoleTerminal {

  private static final Logger log = LoggerFactory.getLogger(ConsoleTerminal.class);

  private static final String PROMPT = "> ";

  /** What the JVM exits with after SIGINT itself: 128 + 2. */
  private static final int INTERRUPTED = 130;

  /** How long a stop waits for the reader to leave; where no terminal is it may sit in a read. */
  private static final Duration LEAVING_MAX = Duration.ofSeconds(1);

  private final Commands commands;
  private final Terminal terminal;
  private final LineReader reader;
  private final ConsoleLogAppender logLines;
  private final AtomicBoolean closed = new AtomicBoolean();
  // Not a virtual thread: the system's read would pin its carrier for good.
  private final Thread thread = Thread.ofPlatform().daemon().name("console").unstarted(this::read);

  private ConsoleTerminal(Commands commands, Terminal terminal, int historyMax) {
    this.commands = commands;
    this.terminal = terminal;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .completer((line, word, candidates) ->
                commands
                    .complete(before(word), word.word().substring(0, word.wordCursor()))
                    .forEach(text -> candidates.add(new Candidate(text))))
            .variable(LineReader.HISTORY_SIZE, historyMax)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.BRACKETED_PASTE, false)
            .build();
    this.logLines = ConsoleLogAppender.attach(reader::printAbove);
  }

  private static java.util.List<String> before(ParsedLine line) {
    return line.words().subList(0, line.wordIndex());
  }

  /**
   * Opens the process' own terminal and begins to read.
   *
   * @param plain whether standard input or output is no terminal: lines are not edited then
   */
  static ConsoleTerminal open(Commands commands, int historyMax, boolean plain) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .dumb(plain)
            .provider(plain ? "dumb" : "ffm")
            // The JVM handles the signals: Ctrl-C stops the service as ever.
            .nativeSignals(false)
            // Asks the terminal nothing: some terminals print the question.
            .graphemeCluster(false)
            .build();
    if (!plain) {
      Signals.register("WINCH", () -> terminal.raise(Terminal.Signal.WINCH));
      // A service sent to the background would be stopped for reading on; it gets an error instead.
      Signals.register("TTIN", () -> {});
      Signals.register("TTOU", () -> {});
    }
    ConsoleTerminal console = new ConsoleTerminal(commands, terminal, historyMax);
    console.thread.start();
    return console;
  }

  private void read() {
    print(commands.text("console.welcome"));
    try {
      for (String line = reader.readLine(PROMPT);
          !Commands.isExit(line);
          line = reader.readLine(PROMPT)) {
        run(line);
      }
      print(commands.text("console.closed"));
    } catch (UserInterruptException interrupted) {
      if (!closed.get()) { // by Ctrl-C, not by the stop
        close();
        System.exit(INTERRUPTED);
      }
    } catch (EndOfFileException ctrlD) {
      print(commands.text("console.closed"));
    } catch (IOError | RuntimeException gone) {
      log.debug("the terminal has gone", gone);
    } finally {
      close();
    }
  }

  private void run(String line) {
    try {
      commands.run(line).forEach(this::print);
    } catch (RuntimeException broken) {
      log.error("the command failed", broken); // the console goes on
    }
  }

  private void print(String line) {
    if (!closed.get()) {
      reader.printAbove(line);
    }
  }

  /** Gives the terminal back as it was. */
  void close() {
    if (closed.compareAndSet(false, true)) {
      logLines.detach();
      awaitReader();
      try {
        terminal.close();
      } catch (IOException | RuntimeException gone) {
        log.debug("the terminal has gone", gone);
      }
    }
  }

  /** A reader that had just begun would set the terminal up for itself after it was given back. */
  private void awaitReader() {
    if (!Thread.currentThread().equals(thread)) {
      thread.interrupt();
      try {
        thread.join(LEAVING_MAX);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
