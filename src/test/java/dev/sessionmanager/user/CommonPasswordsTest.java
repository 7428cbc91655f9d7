package dev.sessionmanager.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommonPasswordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password1",
        "PASSWORD1",
        "qwertyuiop",
        "12345678",
        "iloveyou",
        "1q2w3e4r",
        "contraseña",
        "Contrasena123",
        "barcelona",
        "teamomucho",
        "ｐａｓｓｗｏｒｄ１",
        "Bienvenido2026!",
        "123456"
      })
  void knowsWhatEverybodyKnows(String password) {
    assertThat(CommonPasswords.contain(password)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"long enough", "", "\n", "password1\nqwerty", "xpassword1", "correct horse"})
  void knowsNoOther(String password) {
    assertThat(CommonPasswords.contain(password)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "ana, ANA, true",
    "ana, ana12345, true",
    "ana, '*ana-2026!', true",
    "josé, jose2026, true",
    "12345678, 12345678, true",
    "12345678, 87654321, false",
    "ana, banana123, false",
    "ana, ana and leo, false",
    "a.b, A.B.2026, true"
  })
  void knowsTheUsersName(String name, String password, boolean same) {
    assertThat(CommonPasswords.areTheName(name, password)).isEqualTo(same);
  }

  @Test
  void findsEachLineOfTheList() throws IOException {
    try (InputStream file =
        CommonPasswords.class.getResourceAsStream("/user/common-passwords.txt")) {
      List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(lines).hasSizeGreaterThan(20_000).doesNotHaveDuplicates();
      assertThat(lines).allMatch(CommonPasswords::contain);
      assertThat(lines.stream().filter(line -> line.length() >= 8).count()).isGreaterThan(20_000);
    }
  }
}
