package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates that nobody means are refused with the name of their field, wherever one is taken. */
class DatesTest {

  private static final Service service = Service.start();
  private static final String[] ADMIN = admin();

  private static String[] admin() {
    assertThat(service.bean(Users.class).create("jefa", "a long password", User.Role.ADMIN))
        .isPresent();
    return Service.outside(service.token("jefa", "a long password", "test"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+999999999-12-31T23:59:59.999999999Z",
        "+1000000000-01-01T00:00:00Z",
        "-999999999-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "-1",
        "0000",
        "1764424800000",
        "2026-02-30T00:00:00Z",
        "2026-11-29T24:00:01Z",
        "2026-11-29T12:00:61Z",
        "2026-11-29T12:00:00+99:99",
        "2026-11-29T12:00:00+18:01",
        "2026-11-29",
        "9999-12-31T23:59:59-01:00",
        "tomorrow"
      })
  void areRefused(String date) {
    String query = URLEncoder.encode(date, StandardCharsets.UTF_8);
    Service.Answer listed = service.get("/conversations?before=" + query, ADMIN);
    assertThat(listed.status()).as(listed.raw().body()).isEqualTo(422);
    assertThat(listed.json().at("/errors").propertyNames()).containsExactly("before");
    Service.Answer held = service.post("/admin/handovers", handover('"' + date + '"'), ADMIN);
    assertThat(held.status()).as(held.raw().body()).isEqualTo(422);
    assertThat(held.json().at("/errors").propertyNames()).containsExactly("until");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "1e300", "1764424800.5", "99999999999999999999", "true", "[]", "{}"})
  void areTextInJson(String date) {
    Service.Answer held = service.post("/admin/handovers", handover(date), ADMIN);
    assertThat(held.status()).as(held.raw().body()).isEqualTo(422);
    assertThat(held.json().at("/errors").propertyNames()).containsExactly("until");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-01-01T00:00:00Z",
        "2026-11-29T12:00:00Z",
        "2026-11-29T12:00:00.123456789+05:30",
        "2016-12-31T23:59:60Z", // a leap second
        "9999-12-31T23:59:59Z"
      })
  void areTakenWhereTheyAreWhatRfc3339Has(String date) {
    String query = URLEncoder.encode(date, StandardCharsets.UTF_8);
    assertThat(service.get("/conversations?before=" + query, ADMIN).status()).isEqualTo(200);
    assertThat(service.post("/admin/handovers", handover('"' + date + '"'), ADMIN).status())
        .isEqualTo(200);
  }

  private static String handover(String until) {
    return "{\"channel\":\"chatwoot\",\"conversation\":\"1/9\",\"until\":%s}".formatted(until);
  }
}
