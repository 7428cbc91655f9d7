package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.Service;
import dev.sessionmanager.problem.WrongSetting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Accounts from a file, beside the settings of one provider. */
class AccountsFileTest {

  private static final String SECRET = "s3cr3t-of-somebody";

  private static final AccountsFile.Form FORM =
      new AccountsFile.Form("fake", Map.of("number", "id"), Set.of("id"), Set.of("token"));

  /** Settings of a provider. */
  record Fake(
      String name, URI url, String token, String id, String agent, List<String> inboxes, int max) {

    Fake {
      WrongSetting.when(token.isEmpty(), "FAKE_TOKEN is missing.");
    }
  }

  @TempDir private Path folder;

  private List<Fake> read(String yaml) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "test",
                Map.of(
                    "fake.url", "http://here",
                    "fake.token", "mine",
                    "fake.id", "1",
                    "fake.agent", "royal",
                    "fake.inboxes", "",
                    "fake.max", "7",
                    "OTHER_TOKEN", "other")));
    try {
      Path file = Files.writeString(folder.resolve("accounts.yaml"), yaml);
      return new AccountsFile(file.toString(), environment).accounts(FORM, Fake.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void takesWhatAnAccountDoesNotSayFromTheSettings() {
    assertThat(read("fake:\n  - number: 2\n    inboxes: {3: techbot, 5: none}\n    max: 9\n"))
        .containsExactly(
            new Fake(
                "",
                URI.create("http://here"),
                "mine",
                "2",
                "royal",
                List.of("3=techbot", "5=none"),
                9));
  }

  @Test
  void sendsNoSecretOfTheSettingsToAnotherAddress() {
    assertThatThrownBy(() -> read("fake:\n  - url: http://there\n    id: 1\n"))
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("fake 1: FAKE_TOKEN is missing.");
  }

  @Test
  void readsSecretsFromVariablesAndFiles() throws IOException {
    Path secret = Files.writeString(folder.resolve("token"), SECRET + "\n");
    List<Fake> all =
        read(
            """
            fake:
              - {name: ventas, url: http://there, id: 1, token: "${OTHER_TOKEN}"}
              - {name: taller, url: http://there, id: 1, token_file: %s}
            """
                .formatted(secret));
    assertThat(all).extracting(Fake::name).containsExactly("ventas", "taller");
    assertThat(all).extracting(Fake::token).containsExactly("other", SECRET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fake: [{id: 1, tokn: s3cr3t-of-somebody}] | fake 1: there is no setting called tokn.",
        "fake: [{id: 1, token: '${NOBODY_SETS}s3cr3t-of-somebody'}] | token names a variable that"
            + " is",
        "fake: [{id: 1, token_file: /nowhere/s}] | fake 1: token_file names /nowhere/s, which"
            + " cannot",
        "fake: [{id: 1, max: s3cr3t-of-somebody}] | fake 1: fake.max cannot be read.",
        "fake: [{id: 1, name: a/b}] | a name begins with a letter",
        "fake: {id: 1} | fake: it must be a list.",
        "fake: [s3cr3t-of-somebody] | fake 1: it must have settings",
        "telegram: [] | telegram: there is no such provider.",
        "fake: [{token: s3cr3t-of-somebody | which is no YAML in line 1.",
        "s3cr3t-of-somebody | which has no list"
      })
  void stopsTheStartWithASentenceThatQuotesNoSecret(String yaml, String sentence) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void saysWhichFileCannotBeRead() {
    assertThatThrownBy(() -> new AccountsFile("/nowhere/accounts.yaml", new StandardEnvironment()))
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("messaging.accounts-file names /nowhere/accounts.yaml");
  }

  @Test
  void shipsAnExampleThatStarts() throws IOException {
    for (String name : List.of("chatwoot-mayorista", "chatwoot-mayorista-webhooks")) {
      Files.writeString(folder.resolve(name), SECRET);
    }
    Path file =
        Files.writeString(
            folder.resolve("accounts.yaml"),
            Files.readString(Path.of("docs/accounts.example.yaml"))
                .replace("/run/secrets", folder.toString()));
    try (Service service =
        Service.start(
            "messaging.accounts-file=" + file,
            "CHATWOOT_API_URL=http://127.0.0.1:9",
            "CHATWOOT_API_TOKEN=token",
            "CHATWOOT_ACCOUNT_ID=1",
            "EVOLUTION_API_URL=http://127.0.0.1:9",
            "EVOLUTION_API_TOKEN=token",
            "INSTANCE_NAME=joyeria",
            "CHATWOOT_TALLER_WEBHOOK_SECRET=a",
            "EVOLUTION_SUCURSAL_TOKEN=b",
            "EVOLUTION_SUCURSAL_WEBHOOK=c")) {
      assertThat(service.get("/health").json().path("services").propertyNames())
          .contains(
              "chatwoot/1",
              "chatwoot/2",
              "chatwoot/mayorista",
              "evolution/joyeria",
              "evolution/taller",
              "evolution/sucursal");
    }
  }
}
