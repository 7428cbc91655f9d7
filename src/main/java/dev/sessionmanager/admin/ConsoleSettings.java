package dev.sessionmanager.admin;

import dev.sessionmanager.problem.WrongSetting;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param when whether there is a console ({@code CONSOLE})
 * @param language of what it says ({@code console.language})
 * @param historyMax lines that it remembers, in memory ({@code console.history-max})
 * @param listMax sessions that its {@code list} shows ({@code console.list-max})
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
    WrongSetting.when(
        historyMax < 1 || historyMax > 100_000 || listMax < 1 || listMax > 100_000,
        "console.history-max and console.list-max must be from 1 to 100000.");
  }
}
