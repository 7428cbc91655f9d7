package dev.sessionmanager.vfs;

import java.time.Instant;

/**
 * A file of a user.
 *
 * @param path relative to the user's folder, with {@code /} between its parts
 * @param size bytes
 * @param modified when it was last written, to the second
 */
public record VfsFile(String path, long size, Instant modified) {}
