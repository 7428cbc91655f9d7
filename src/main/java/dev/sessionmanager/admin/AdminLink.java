package dev.sessionmanager.admin;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The command {@code admin}: prints a link that opens the admin page of the service on this machine
 * with the operator's token, good until the service's next start. The token stands behind the
 * {@code #}, which browsers keep to themselves; the page takes it out of the address at once.
 */
@Component
@Profile(AdminLink.COMMAND)
final class AdminLink implements ApplicationRunner, ExitCodeGenerator {

  /** First argument on the command line, and the profile that it switches on. */
  static final String COMMAND = "admin";

  private final RunningService service;
  private int exitCode = 1;

  AdminLink(Environment settings) {
    service = new RunningService(settings);
  }

  @Override
  public void run(ApplicationArguments arguments) throws InterruptedException {
    // Asked first: the file of a service that was killed holds a token that nobody takes.
    if (service.ask("/admin/problems", null) != null) {
      System.out.println(service.address().resolve("/app/admin.html") + "#" + service.token());
      exitCode = 0;
    }
  }

  @Override
  public int getExitCode() {
    return exitCode;
  }
}
