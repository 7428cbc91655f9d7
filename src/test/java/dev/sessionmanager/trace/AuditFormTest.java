package dev.sessionmanager.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A line of the audit can be read by a program, and nobody forges one or hides one. */
class AuditFormTest {

  private static final Pattern PAIR =
      Pattern.compile("(\\w+)=(\"(?:[^\"\\\\]|\\\\.)*\"|[^ \"]+)(?: |$)");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(u\\{([0-9a-f]+)}|.)");
  private static Service service;

  @RegisterExtension final AuditRecord audit = new AuditRecord();

  @BeforeAll
  static void start() {
    service = Service.start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void leavesOutRefusalsThatWouldFillTheDiskAndHidesNobodyElses() {
    Audit.Actor flood = new Audit.Actor("", "192.0.2.1", "rest", TraceId.fresh());
    Audit.Actor other = new Audit.Actor("", "192.0.2.2", "rest", TraceId.fresh());
    for (int i = 0; i < 1000; i++) {
      Audit.note(flood, "login", "ana", "bad_credentials");
    }
    assertThat(audit.lines()).hasSizeBetween(50, 150); // the second may end meanwhile
    audit.clear();
    Audit.note(other, "login", "leo", "bad_credentials");
    Audit.note(flood, "login", "ana", Audit.DONE);
    assertThat(audit.lines()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ana\nwho=root from=127.0.0.1 what=user.create outcome=done",
        "ana\r\n2026-01-01T00:00:00.000Z INFO  [-] audit : who=root what=backup outcome=done",
        "ana outcome=done",
        "ana\" outcome=done trace_id=\"0",
        "ana\\",
        "ana\\\" outcome=done x=\"",
        "\u001b[2K\u001b[1Gnothing\u0007",
        "\u202e\u2066anA\u2028\u2029\u0085\u200b\ufeff",
        "-",
        "=",
        "",
        "ñandú_ü@example.org",
        "\ud83d\ude00 \udbff\udfff \ue000"
      })
  void isForgedByNoName(String name) {
    String hostile = name.isEmpty() ? "x".repeat(1000) : name;
    Map<String, String> body = Map.of("username", hostile, "password", "p");
    service.post("/login", JsonMapper.shared().writeValueAsString(body));
    service.post(
        "/admin/handovers",
        JsonMapper.shared()
            .writeValueAsString(
                Map.of("channel", "c" + System.nanoTime(), "conversation", hostile, "by", name)));
    assertThat(audit.lines()).hasSize(2).allSatisfy(AuditFormTest::printsOnOneLine);
    String shown = hostile.length() > 200 ? hostile.substring(0, 200) + '…' : hostile;
    Map<String, String> login = read(audit.lines().getFirst());
    assertThat(login.get("who")).isEqualTo(shown);
    assertThat(login.get("whom")).isEqualTo(shown);
    assertThat(login.get("outcome")).isIn("bad_credentials", "too_many_logins");
    assertThat(read(audit.lines().getLast()).get("whom")).contains(hostile.substring(0, 1));
    assertThat(read(audit.lines().getLast()).get("what")).isEqualTo("handover.begin");
  }

  private static void printsOnOneLine(String line) {
    assertThat(line.codePoints().filter(c -> c < 0x20 || (c >= 0x7f && c < 0xa0))).isEmpty();
    assertThat(line).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Co}\\p{Cn}\\p{Cs}]");
  }

  /** What a program reads that knows the form alone. */
  private static Map<String, String> read(String line) {
    Map<String, String> pairs = new LinkedHashMap<>();
    Matcher pair = PAIR.matcher(line);
    int end = 0;
    while (pair.find() && pair.start() == end) {
      end = pair.end();
      String value = pair.group(2);
      pairs.put(pair.group(1), value.startsWith("\"") ? unquoted(value) : value);
    }
    assertThat(end).as(line).isEqualTo(line.length());
    Iterator<String> keys = pairs.keySet().iterator();
    assertThat(List.of("who", "from", "channel", "what", "whom", "outcome", "trace_id"))
        .allMatch(key -> key.equals(keys.next()));
    return pairs;
  }

  private static String unquoted(String value) {
    return ESCAPED
        .matcher(value.substring(1, value.length() - 1))
        .replaceAll(escaped ->
            Matcher.quoteReplacement(
                escaped.group(2) == null
                    ? escaped.group(1)
                    : Character.toString(Integer.parseInt(escaped.group(2), 16))));
  }
}
