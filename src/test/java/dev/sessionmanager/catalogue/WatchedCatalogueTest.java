package dev.sessionmanager.catalogue;

import dev.sessionmanager.files.WatchedFileContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.util.unit.DataSize;

/** The user's own catalogue. */
class WatchedCatalogueTest extends WatchedFileContract {

  private CatalogueFile catalogue;

  @BeforeEach
  void open() {
    catalogue =
        new CatalogueFile(
            new CatalogueSettings(file(), DataSize.ofBytes(LARGEST), 1000, RECHECK), clock);
  }

  @Override
  protected Path file() {
    return folder.resolve("catalogue.csv");
  }

  @Override
  protected String saying(String word) {
    return "sku,nombre,precio\nA-1,Aro,100\nA-2,Vela,1500\nA-3," + word + ",1800\n";
  }

  @Override
  protected String said() {
    String last = catalogue.index().products().getLast().name();
    return catalogue.index().products().size() > 3 ? "" : last;
  }
}
