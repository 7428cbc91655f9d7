package dev.sessionmanager.user;

import dev.sessionmanager.problem.WrongSetting;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.user.User.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * What is to be seen to about passwords before the port opens: the administrator {@code admin} of
 * {@code ADMIN_PASSWORD} is made where there is none at all, and the operator is told where new
 * passwords could be stored better.
 */
@Component
class FirstAdministrator implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(FirstAdministrator.class);

  private static final String NAME = "admin";

  private final Users users;
  private final UserRepository rows;
  private final UserSettings settings;

  FirstAdministrator(Users users, UserRepository rows, UserSettings settings) {
    this.users = users;
    this.rows = rows;
    this.settings = settings;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (settings.passwordScheme() == PasswordScheme.SHA256) {
      log.info(
          "Passwords are stored as the original does, by SHA-256, which is fast to try out for"
              + " whoever steals the file: PASSWORD_SCHEME=argon2id stores them well, those there"
              + " are at the next login of each user");
    }
    String password = settings.adminPassword();
    if (password == null || password.isBlank() || rows.countAdministrators() > 0) {
      return;
    }
    WrongSetting.when(
        !users.acceptable(NAME, password),
        "ADMIN_PASSWORD is a password that everybody knows, or the user's name; choose another.");
    if (users.create(NAME, password, Role.ADMIN).isPresent()) {
      Audit.note(Audit.Actor.operator("start"), "user.create role=ADMIN", NAME, Audit.DONE);
      log.info("Made the first administrator, admin, with the password of ADMIN_PASSWORD");
    } else {
      log.warn(
          "ADMIN_PASSWORD made nobody: a user named admin exists and is no administrator; use the"
              + " command create-admin");
    }
  }
}
