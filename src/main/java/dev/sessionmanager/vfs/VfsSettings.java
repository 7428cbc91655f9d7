package dev.sessionmanager.vfs;

import dev.sessionmanager.problem.WrongSetting;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Where the users' files live and how much each user may keep. Defaults and sentences stand in
 * application.yaml.
 *
 * @param dir folder of all users' folders; made when the first file is written
 * @param maxBytes for each user, all files together
 * @param maxFiles for each user
 * @param maxFileBytes for one file
 * @param maxDepth parts of a path, the file's name included
 * @param maxUploads files being received at once, by all users
 * @param maxUploadsPerUser of them, those of one user
 * @param uploadTimeout for one file to be received, from its first byte to its last
 */
@ConfigurationProperties("runtime.embedded.vfs")
public record VfsSettings(
    Path dir,
    DataSize maxBytes,
    int maxFiles,
    DataSize maxFileBytes,
    int maxDepth,
    int maxUploads,
    int maxUploadsPerUser,
    Duration uploadTimeout) {

  public VfsSettings {
    WrongSetting.when(
        dir.toString().isBlank(), "runtime.embedded.vfs.dir must name a folder, like data/vfs.");
    WrongSetting.when(
        maxBytes.toBytes() < 1,
        "runtime.embedded.vfs.max-bytes must be at least 1 byte, like 50MB.");
    WrongSetting.when(
        maxFileBytes.toBytes() < 1,
        "runtime.embedded.vfs.max-file-bytes must be at least 1 byte, like 5MB.");
    WrongSetting.when(maxFiles < 1, "runtime.embedded.vfs.max-files must be at least 1.");
    WrongSetting.when(
        maxDepth < 1 || maxDepth > 64, "runtime.embedded.vfs.max-depth must be between 1 and 64.");
    WrongSetting.when(
        maxUploads < 1 || maxUploadsPerUser < 1,
        "runtime.embedded.vfs.max-uploads and max-uploads-per-user must be at least 1.");
    WrongSetting.when(
        uploadTimeout.toMillis() < 1, "runtime.embedded.vfs.upload-timeout must be above 0.");
  }
}
