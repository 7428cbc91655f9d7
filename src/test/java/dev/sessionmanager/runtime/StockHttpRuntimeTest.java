package dev.sessionmanager.runtime;

import dev.sessionmanager.http.TestHttp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The runtime's client with every switch of {@code tuning} off. */
class StockHttpRuntimeTest extends RuntimeClientFaultsTest {

  @BeforeAll
  static void stock() {
    TestHttp.tuned(false);
  }

  @AfterAll
  static void tuned() {
    TestHttp.tuned(true);
  }
}
