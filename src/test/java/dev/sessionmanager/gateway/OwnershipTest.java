package dev.sessionmanager.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.Reach;
import dev.sessionmanager.session.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipTest {

  private static final String SECRET = UUID.randomUUID().toString();

  private static Ownership at(String address, @Nullable String guest) {
    return new Ownership(new Caller(address, true, "d", "0".repeat(32), null), guest, false);
  }

  @Test
  void knowsAGuestByARandomUuidWhereverTheyAre() {
    assertThat(at("10.0.0.7", SECRET).of("chat", "juan")).isEqualTo("/chat/id/" + SECRET);
    assertThat(at("10.0.0.8", SECRET).of("chat", null)).isEqualTo("/chat/id/" + SECRET);
    assertThat(at("10.0.0.9", null).of("chat", SECRET)).isEqualTo("/chat/id/" + SECRET);
    assertThat(at("10.0.0.9", SECRET).of("openai", null)).isEqualTo("/openai/id/" + SECRET);
  }

  /** Names that somebody else could think of too, those that only look random among them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "juan",
        "id/juan",
        "../id/juan",
        "6f1c0c9e-1111-1222-8333-123456789abc",
        "6f1c0c9e-1111-5222-8333-123456789abc",
        "6f1c0c9e-1111-4222-c333-123456789abc",
        "6f1c0c9e-1111-4222-8333-123456789abcd"
      })
  void knowsAGuestByAnyOtherNameAtTheirAddressAlone(String name) {
    assertThat(at("10.0.0.7", null).of("chat", name)).isEqualTo("/chat/at/10.0.0.7/" + name);
    assertThat(at("10.0.0.7", null).conversations().test("/chat/at/10.0.0.7/" + name)).isTrue();
    assertThat(at("10.0.0.7", null).conversations().test("/chat/at/10.0.0.71/" + name)).isFalse();
    assertThat(at("10.0.0.71", null).answers().test("/chat/at/10.0.0.7/" + name)).isFalse();
    assertThat(at("10.0.0.7", SECRET).conversations().test("/chat/at/10.0.0.7/" + name)).isFalse();
  }

  @Test
  void takesThisMachineForOneAddress() {
    for (String loopback : new String[] {"127.0.0.1", "127.8.9.1", "0:0:0:0:0:0:0:1"}) {
      assertThat(at(loopback, null).of("chat", "default")).isEqualTo("/chat/at/local/default");
    }
    assertThat(at("127.0.0.1", null).of("rest", null)).isEqualTo("/rest/at/local");
  }

  @Test
  void letsAGuestListOnlyWhatIsTheirOwn() {
    assertThat(at("10.0.0.7", null).conversations()).isEqualTo(Reach.below("/chat/at/10.0.0.7/"));
    assertThat(at("10.0.0.7", SECRET).conversations()).isEqualTo(Reach.of("/chat/id/" + SECRET));
    assertThat(at("10.0.0.7", null).answers().test("/chat/id/" + SECRET)).isTrue();
    assertThat(at("10.0.0.7", null).answers().test("/websocket/id/" + SECRET)).isFalse();
    for (String other : new String[] {SECRET, "/whatsapp/i/5", "/tcp/id/" + SECRET, ""}) {
      assertThat(at("10.0.0.7", null).answers().test(other)).as(other).isFalse();
    }
  }

  @Test
  void letsAnybodyOpenAChartThatWasDrawnForATerminal() {
    assertThat(at("10.0.0.7", null).pictures().test("/tcp/id/" + SECRET)).isTrue();
    assertThat(at("10.0.0.7", null).pictures().test("/websocket/id/" + SECRET)).isTrue();
    for (String other : new String[] {SECRET, "/whatsapp/i/5", "/tcp/at/10.0.0.8/1", ""}) {
      assertThat(at("10.0.0.7", null).pictures().test(other)).as(other).isFalse();
    }
  }

  @Test
  void letsTheOperatorReachEverybodyWithoutALogin() {
    Ownership operator =
        new Ownership(new Caller("127.0.0.1", true, "d", "0".repeat(32), null), null, true);
    assertThat(operator.conversations().test("/whatsapp/i/5")).isTrue();
    assertThat(operator.answers().test("/chat/id/" + SECRET)).isTrue();
    assertThat(operator.conversations().test(SECRET)).as("a user").isFalse();
  }
}
