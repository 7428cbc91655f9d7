package dev.sessionmanager.model;

import dev.sessionmanager.http.TestHttp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Models with every switch of {@code tuning} off. */
class StockHttpModelsTest extends ModelFaultsTest {

  @BeforeAll
  static void stock() {
    TestHttp.tuned(false);
  }

  @AfterAll
  static void tuned() {
    TestHttp.tuned(true);
  }
}
