package dev.sessionmanager.admin;

import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param when whether there is a console ({@code CONSOLE})
 * @param language of what it says ({@code CONSOLE_LANGUAGE})
 * @param historyMax lines that it remembers, in memory ({@code CONSOLE_HISTORY_MAX})
 * @param listMax sessions that its {@code list} shows ({@code CONSOLE_LIST_MAX})
 */
@ConfigurationProperties("console")
record ConsoleSettings(When when, Locale language, int historyMax, int listMax) {

  /** When the service opens a console. */
  enum When {
    /** On a terminal that the service was started from, in the foreground. */
    AUTO,
    /** Always: where standard input is no terminal, commands are read from it line by line. */
    ON,
    OFF
  }

  ConsoleSettings {
    if (historyMax < 1 || historyMax > 100_000 || listMax < 1 || listMax > 100_000) {
      throw new IllegalArgumentException(
          "CONSOLE_HISTORY_MAX and CONSOLE_LIST_MAX must be from 1 to 100000.");
    }
  }
}
