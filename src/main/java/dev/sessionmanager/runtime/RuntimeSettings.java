package dev.sessionmanager.runtime;

import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.problem.WrongSetting;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param url the runtime's address ({@code RUNTIME_API_URL}), with or without {@code /api}; empty:
 *     the embedded runtime
 * @param connectTimeout for a connection ({@code runtime.connect-timeout})
 * @param answerTimeout for an answer as a whole ({@code runtime.answer-timeout})
 * @param launchTimeout for launching and stopping agents, which may take 30 s ({@code
 *     runtime.launch-timeout})
 * @param recheck how old the knowledge may be that agents run, before the runtime is asked again
 *     ({@code runtime.recheck})
 * @param connectionsMax connections to the runtime's host at once ({@code runtime.connections-max})
 * @param answerMax the largest answer that is read ({@code runtime.answer-max})
 */
@ConfigurationProperties("runtime")
record RuntimeSettings(
    @Nullable URI url,
    Duration connectTimeout,
    Duration answerTimeout,
    Duration launchTimeout,
    Duration recheck,
    int connectionsMax,
    DataSize answerMax) {

  RuntimeSettings {
    WrongSetting.when(
        url != null && !url.toString().isEmpty() && !HttpCall.canCall(url),
        "RUNTIME_API_URL must be an address like http://localhost:8000.");
    WrongSetting.when(
        !connectTimeout.isPositive() || !answerTimeout.isPositive() || !launchTimeout.isPositive(),
        "runtime.connect-timeout, runtime.answer-timeout and runtime.launch-timeout must be above"
            + " 0.");
    WrongSetting.when(
        recheck.isNegative() || connectionsMax < 1 || answerMax.toBytes() < 1,
        "runtime.recheck must not be negative; runtime.connections-max and"
            + " runtime.answer-max must be at least 1.");
  }

  /** Without the password that the address may hold. */
  @Override
  public String toString() {
    return "RuntimeSettings[" + (url == null ? "embedded" : HttpCall.withoutUser(url)) + ']';
  }
}
