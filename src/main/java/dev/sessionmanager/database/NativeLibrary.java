package dev.sessionmanager.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * In the launcher's rehearsal (profile {@code rehearsal}), puts SQLite's library for this machine
 * into the folder {@code native} beside the database, from where the launcher keeps it with its
 * start-up cache. The driver would unpack it anew at each start, and first ask the system which one
 * to take, which is a sixteenth of a start.
 */
@Component
@Profile("!" + DataFiles.BACKUP + " & !" + DataFiles.RESTORE + " & !" + DataFiles.COPY)
class NativeLibrary implements InitializingBean {

  private final boolean rehearsal;
  private final Path folder;

  NativeLibrary(DatabaseSettings settings, Environment environment) {
    rehearsal = environment.matchesProfiles("rehearsal");
    folder = settings.path().resolveSibling("native");
  }

  @Override
  public void afterPropertiesSet() throws IOException {
    if (!rehearsal) {
      return;
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    String path = LibraryLoaderUtil.getNativeLibResourcePath() + '/' + name;
    try (InputStream library = LibraryLoaderUtil.class.getResourceAsStream(path)) {
      if (library != null) {
        Files.createDirectories(folder);
        Files.copy(library, folder.resolve(name));
      }
    }
  }
}
