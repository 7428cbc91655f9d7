package dev.sessionmanager.user;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param passwordScheme how new passwords are stored ({@code PASSWORD_SCHEME}): sha256, as the
 *     contract says, or argon2id, which also upgrades old rows at the next login
 * @param passwordMinLength characters of a new password at least ({@code
 *     users.password-min-length})
 * @param verifiedTtl how long verified credentials are remembered ({@code users.verified-ttl}); 0
 *     to verify each time
 * @param verifiedMax how many at most ({@code users.verified-max})
 * @param adminPassword password of the administrator {@code admin}, made at the start when there is
 *     none ({@code ADMIN_PASSWORD}); empty for none
 * @param loginFreeTries wrong passwords in a row that cost nothing ({@code users.login-free-tries})
 * @param loginDelayMax the longest wait for the next try ({@code users.login-delay-max})
 */
@ConfigurationProperties("users")
record UserSettings(
    PasswordScheme passwordScheme,
    int passwordMinLength,
    Duration verifiedTtl,
    int verifiedMax,
    @Nullable String adminPassword,
    int loginFreeTries,
    Duration loginDelayMax) {

  /** Characters that a password may have: enough for any passphrase, too few to be a burden. */
  static final int PASSWORD_MAX_LENGTH = 1024;

  /** Whether a password has a length that is allowed. */
  static boolean fits(String password, int min) {
    return password.length() >= min && password.length() <= PASSWORD_MAX_LENGTH;
  }

  UserSettings {
    WrongSetting.when(
        passwordMinLength < 4 || passwordMinLength > PASSWORD_MAX_LENGTH,
        "users.password-min-length must be between 4 and " + PASSWORD_MAX_LENGTH + ".");
    WrongSetting.when(
        adminPassword != null
            && !adminPassword.isBlank()
            && adminPassword.length() < passwordMinLength,
        "ADMIN_PASSWORD must have at least "
            + passwordMinLength
            + " characters"
            + " (users.password-min-length).");
    WrongSetting.when(
        loginFreeTries < 1 || loginDelayMax.isNegative(),
        "users.login-free-tries must be at least 1 and users.login-delay-max not negative.");
    WrongSetting.when(
        verifiedTtl.isNegative() || verifiedMax < 0,
        "users.verified-ttl and users.verified-max must not be negative.");
  }
}
