package dev.sessionmanager.vfs;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A file of a user.
 *
 * @param path relative to the user's folder, with {@code /} between its parts
 * @param size bytes
 * @param modified when it was last written, to the second
 */
public record VfsFile(String path, long size, Instant modified) {

  /** A file that was written; {@code created} is false when it replaced one. */
  public record Written(VfsFile file, boolean created) {}

  static VfsFile of(String path, BasicFileAttributes attributes) {
    Instant modified = attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS);
    return new VfsFile(path, attributes.size(), modified);
  }
}
