package dev.sessionmanager.channel.chatwoot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.channel.chatwoot.Signatures.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {

  private static final String SECRET = "9cNfQyqQ9T4mS1w2a7bXkU3e";
  private static final String BODY = "{\"event\":\"message_created\",\"content\":\"año\"}";

  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_795_255_200));
  private final Signatures signatures = new Signatures(() -> List.of("other", SECRET), clock);

  private Optional<Fault> fault(String secret, String stamp, String signed, String sent) {
    return signatures.fault(
        ChatwootWebhooks.sign(secret, stamp, signed), stamp, sent.getBytes(UTF_8));
  }

  private String now() {
    return Long.toString(clock.instant().getEpochSecond());
  }

  @Test
  void takesWhatIsSignedAsChatwootSigns() {
    // Of: printf '1795255200.{"event":…}' | openssl dgst -sha256 -hmac 9cNfQyqQ9T4mS1w2a7bXkU3e
    String signature = "sha256=7f2883fa275015717726ff9fe8b6bc6b94a6b37da9f2bf013d7ab54c518ed921";
    assertThat(signatures.fault(signature, "1795255200", BODY.getBytes(UTF_8))).isEmpty();
    assertThat(fault(SECRET, now(), BODY, BODY)).isEmpty();
    assertThat(fault("other", now(), BODY, BODY)).isEmpty();
  }

  @Test
  void takesStampsOfFiveMinutesEitherWay() {
    String stamp = now();
    clock.advance(Duration.ofMinutes(5));
    assertThat(fault(SECRET, stamp, BODY, BODY)).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(fault(SECRET, stamp, BODY, BODY)).contains(Fault.CLOCK);
    clock.advance(Duration.ofMinutes(-10).minusSeconds(1));
    assertThat(fault(SECRET, stamp, BODY, BODY)).isEmpty();
    clock.advance(Duration.ofSeconds(-1));
    assertThat(fault(SECRET, stamp, BODY, BODY)).contains(Fault.CLOCK);
  }

  @Test
  void tellsAWrongSecretFromAChangedBody() {
    assertThat(fault("wrong", now(), BODY, BODY)).contains(Fault.WRONG_SECRET);
    assertThat(fault(SECRET, now(), BODY, BODY.replace("año", "ano"))).contains(Fault.WRONG_SECRET);
    assertThat(fault(SECRET, now(), BODY, BODY.replace(":", ": "))).contains(Fault.BODY_CHANGED);
    assertThat(fault(SECRET, now(), BODY, "event=message_created")).contains(Fault.BODY_CHANGED);
    assertThat(fault(SECRET, now(), BODY, "")).contains(Fault.BODY_CHANGED);
  }

  @Test
  void doesNotTakeASignatureForAnotherTime() {
    String signature = ChatwootWebhooks.sign(SECRET, "1795255199", BODY);
    assertThat(signatures.fault(signature, "1795255200", BODY.getBytes(UTF_8)))
        .contains(Fault.WRONG_SECRET);
  }

  @Test
  void namesMissingHeaders() {
    byte[] body = BODY.getBytes(UTF_8);
    assertThat(signatures.fault(null, null, body)).contains(Fault.MISSING_HEADERS);
    assertThat(signatures.fault("sha256=00", null, body)).contains(Fault.MISSING_HEADERS);
    assertThat(signatures.fault(null, now(), body)).contains(Fault.MISSING_HEADERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256=", "sha1=00", "sha256=zz", "sha256=0", "sha256=00"})
  void takesNoOtherForm(String signature) {
    assertThat(signatures.fault(signature, now(), BODY.getBytes(UTF_8)))
        .contains(Fault.WRONG_SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "1e9", "99999999999999999999", "-1", "9223372036854775807"})
  void takesNoOtherStamp(String stamp) {
    assertThat(fault(SECRET, stamp, BODY, BODY)).contains(Fault.CLOCK);
  }
}
