package dev.sessionmanager.admin;

import java.util.List;
import java.util.Map;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The command {@code check}: says for each messaging provider whether it is connected, what is
 * missing, and who answers where. {@code check ADDRESS} has them call the service at this address
 * first; with {@code --replace} in place of another program, too. It asks the service that runs on
 * this machine, because a second one would take up the first one's work; see {@link
 * SetupController}.
 */
@Component
@Profile(Check.COMMAND)
final class Check implements ApplicationRunner, ExitCodeGenerator {

  /** First argument on the command line, and the profile that it switches on. */
  static final String COMMAND = "check";

  private static final String REPLACE = "replace";

  private final RunningService service;
  private int exitCode = 1;

  Check(Environment settings) {
    service = new RunningService(settings);
  }

  @Override
  public void run(ApplicationArguments arguments) throws InterruptedException {
    List<String> words = arguments.getNonOptionArgs();
    boolean replace = arguments.containsOption(REPLACE);
    if (words.size() > 2 || (replace && words.size() < 2)) {
      System.err.println(
          "Usage: session-manager check [ADDRESS, like https://bot.example.org [--replace]]");
      return;
    }
    boolean registered = true;
    if (words.size() == 2) {
      JsonNode found =
          service.ask("/admin/setup/webhooks", Map.of("url", words.get(1), "replace", replace));
      if (found == null) {
        return;
      }
      registered = isWell(found);
    }
    JsonNode found = service.ask("/admin/setup", null);
    exitCode = found != null && isWell(found) && registered ? 0 : 1;
  }

  /** Prints what the service has found; returns whether every connected provider is well. */
  private static boolean isWell(JsonNode found) {
    boolean well = true;
    for (JsonNode channel : found.path("channels")) {
      boolean ready = channel.path("ready").asBoolean();
      boolean connected = channel.path("connected").asBoolean();
      well &= ready || !connected;
      String account = channel.path("account").asString("");
      System.out.printf(
          "%-9s %-8s %s%n",
          channel.path("channel").asString(),
          ready ? "ready" : connected ? "NOT YET" : "off",
          (account.isEmpty() ? "" : account + ": ") + channel.path("detail").asString());
      for (JsonNode place : channel.path("answers")) {
        System.out.printf(
            "%19s%s: %s%n",
            "", place.path("place").asString(), place.path("agent").asString("nobody"));
      }
    }
    return well;
  }

  @Override
  public int getExitCode() {
    return exitCode;
  }
}
