package dev.sessionmanager.session;

import dev.sessionmanager.files.OwnerOnly;
import dev.sessionmanager.problem.WrongSetting;
import io.jsonwebtoken.security.Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.SecretKey;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The keys that sign and check tokens, by key id. The first signs; the others are only accepted, so
 * that a secret can be changed while its old tokens run out. The key id is the beginning of the
 * secret's hash: it tells nothing, and the same secret has the same id on every node.
 */
@Component
class SigningKeys {

  /** Hexadecimal digits of a key id. */
  private static final int ID_LENGTH = 8;

  private final Map<String, SecretKey> keys = new LinkedHashMap<>();

  SigningKeys(SessionSettings settings) {
    String secret = settings.jwtSecret();
    add(secret == null || secret.isEmpty() ? fromFile(settings.keyFile()) : secret);
    String previous = settings.jwtSecretPrevious();
    if (previous != null && !previous.isEmpty()) {
      add(previous);
    }
  }

  String signingId() {
    return keys.keySet().iterator().next();
  }

  SecretKey signing() {
    return keys.values().iterator().next();
  }

  Collection<SecretKey> all() {
    return keys.values();
  }

  @Nullable SecretKey byId(@Nullable String id) {
    return id == null ? null : keys.get(id);
  }

  private void add(String secret) {
    String id = DigestUtils.sha256Hex(secret).substring(0, ID_LENGTH);
    keys.put(id, Keys.hmacShaKeyFor(secret.getBytes(StandardCharsets.UTF_8)));
  }

  private static String fromFile(Path given) {
    Path file = given.toAbsolutePath().normalize();
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      String secret = Files.readString(file).strip();
      if (secret.length() < SessionSettings.SECRET_MIN_BYTES) {
        throw new WrongSetting(
            "the key file "
                + file
                + " is damaged: it holds fewer than 32 characters. Delete it (all"
                + " must log in again) or set JWT_SECRET.");
      }
      return secret;
    } catch (IOException e) {
      throw new WrongSetting(
          "the key file "
              + file
              + " cannot be read or made; make its folder writable, or set"
              + " JWT_SECRET or sessions.key-file.",
          e);
    }
  }

  private static void make(Path file) throws IOException {
    byte[] random = new byte[48];
    new SecureRandom().nextBytes(random);
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder, OwnerOnly.folder());
    }
    try {
      Files.createFile(file, OwnerOnly.file());
      Files.writeString(file, Base64.getUrlEncoder().encodeToString(random) + "\n");
    } catch (FileAlreadyExistsException another) {
      // Another process on the same folder was quicker; its key serves both.
    }
  }
}
