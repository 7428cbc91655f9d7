package dev.sessionmanager.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sessionmanager.files.OwnerOnly;
import dev.sessionmanager.problem.WrongSetting;
import dev.sessionmanager.server.Phases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * What tells the operator from anybody else on the operator's machine: a token that is made anew at
 * each start, and can be read from a file (mode 0600) by whoever may read the service's own files.
 * The file is there from the moment that the ports are open, so that a start which finds them taken
 * leaves the other service's token alone, and is gone after a stop. Any thread.
 */
@Component
public final class OperatorToken implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(OperatorToken.class);

  /** As many as nobody guesses. */
  private static final int BYTES = 32;

  private final Path file;
  private final String token;
  private volatile boolean written;

  OperatorToken(TrustSettings settings) {
    file = settings.operatorTokenFile().toAbsolutePath().normalize();
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    token = "operator-" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Whether this is the token of this start; takes as long whatever is given. */
  public boolean matches(String given) {
    return MessageDigest.isEqual(token.getBytes(US_ASCII), given.getBytes(US_ASCII));
  }

  @Override
  public void start() {
    try {
      Path folder = Files.createDirectories(folder(file), OwnerOnly.folder());
      // Readable by its owner alone from its first byte on, and in its place only when whole.
      Path whole = Files.createTempFile(folder, "operator", null);
      Files.writeString(whole, token + '\n');
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      written = true;
    } catch (IOException e) {
      throw new WrongSetting(
          "the operator's token cannot be written to "
              + file
              + "; make its folder writable, or set trust.operator-token-file.",
          e);
    }
  }

  private static Path folder(Path file) {
    return Objects.requireNonNullElse(file.getParent(), file);
  }

  @Override
  public void stop() {
    written = false;
    try {
      if (matches(Files.readString(file).strip())) {
        Files.delete(file);
      }
    } catch (IOException stays) {
      log.debug("The operator's token stays in {}; nobody takes it any more", file, stays);
    }
  }

  @Override
  public boolean isRunning() {
    return written;
  }

  @Override
  public int getPhase() {
    return Phases.PORTS + 1;
  }
}
