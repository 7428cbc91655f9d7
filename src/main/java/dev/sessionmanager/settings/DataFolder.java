package dev.sessionmanager.settings;

import dev.sessionmanager.files.OwnerOnly;
import dev.sessionmanager.problem.WrongSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Closes DATA_DIR and what is in it to other users of the machine, at each start and before
 * anything is opened: releases before this one, and whoever copied files there, have left them open
 * to be read. What is made later is made closed.
 */
final class DataFolder implements ApplicationListener<ApplicationPreparedEvent> {

  private static final Logger log = LoggerFactory.getLogger(DataFolder.class);

  @Override
  public void onApplicationEvent(ApplicationPreparedEvent event) {
    String setting = event.getApplicationContext().getEnvironment().getProperty("data-dir");
    Path folder = Path.of(setting == null ? "" : setting).toAbsolutePath().normalize();
    if (setting == null || !Files.isDirectory(folder)) {
      return; // whoever makes it makes it closed
    }
    WrongSetting.when(
        folder.getNameCount() == 0,
        "DATA_DIR must be a folder of its own: its files are closed to all other users.");
    if (!OwnerOnly.hasModes(folder)) {
      log.info("{} has no POSIX modes: who may read it is left to the system", folder);
      return;
    }
    try {
      List<Path> open = OwnerOnly.close(folder.toRealPath());
      if (!open.isEmpty()) {
        log.warn(
            "{} in DATA_DIR stay as open to other users as they are, because they belong to"
                + " somebody else; the first: {}",
            open.size(),
            open.getFirst());
      }
    } catch (IOException failure) {
      log.warn("{} may be open to other users: {}", folder, failure.toString());
    }
  }
}
