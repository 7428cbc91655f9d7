package dev.sessionmanager.catalogue;

import dev.sessionmanager.files.FileListing;
import dev.sessionmanager.problem.WrongSetting;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param file the user's own catalogue ({@code CATALOGUE_FILE}); where there is none, the sample
 *     that ships is used
 * @param maxBytes the largest file that is read ({@code catalogue.max-bytes})
 * @param maxRows products that are read ({@code catalogue.max-rows}); further ones are left out
 * @param recheck how old the last look at the file may be ({@code catalogue.recheck})
 */
@ConfigurationProperties("catalogue")
record CatalogueSettings(Path file, DataSize maxBytes, int maxRows, Duration recheck) {

  CatalogueSettings {
    WrongSetting.when(
        file.toString().isBlank(), "CATALOGUE_FILE must name a file, like data/catalogue.csv.");
    WrongSetting.when(
        maxBytes.toBytes() < 1 || maxRows < 1 || recheck.isNegative(),
        "catalogue.max-bytes and catalogue.max-rows must be at least 1; catalogue.recheck must"
            + " not be negative.");
  }

  /** What is watched: the file. */
  FileListing listing() {
    long bytes = Math.min(maxBytes.toBytes(), Integer.MAX_VALUE - 16);
    return new FileListing(file, 0, 1, "CATALOGUE_FILE", bytes, "catalogue.max-bytes");
  }
}
