package dev.sessionmanager.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.LogFile;
import dev.sessionmanager.database.Sql;
import dev.sessionmanager.database.TestDatabase;
import dev.sessionmanager.user.User.Role;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Users found by what their names have, in both databases. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class UserSearchTest {

  private final LogFile file;
  private final UserSearch search;

  UserSearchTest(TestDatabase kind) {
    file = new LogFile(kind);
    Sql sql = new Sql(file.reader, file.writer);
    search = new UserSearch(sql);
    UserTable rows = new UserTable(sql);
    for (String name : List.of("JOSÉ", "Ñandú", "Ωμέγα", "a_b")) {
      rows.insert(new User(name, "$argon2id$x", Role.USER, file.clock.instant()));
    }
  }

  @AfterEach
  void close() {
    file.close();
  }

  private List<String> found(String words) {
    UserSearch.Found found = search.find(words, "", 9);
    assertThat(found.count()).isEqualTo(found.users().size());
    return found.users().stream().map(User::username).toList();
  }

  @Test
  void findsCapitalsAndSmallLettersOfAnyAlphabetAlike() {
    assertThat(found("Ñandú")).containsExactly("Ñandú");
    assertThat(found("ñANDÚ")).containsExactly("Ñandú");
    assertThat(found("JOSÉ")).containsExactly("JOSÉ");
    assertThat(found("josé")).containsExactly("JOSÉ");
    assertThat(found("ΩΜΈΓ")).containsExactly("Ωμέγα");
    assertThat(found("jose")).as("an accent counts").isEmpty();
  }

  @Test
  void takesNothingForAWildcardOrForSql() {
    assertThat(found("A_B")).containsExactly("a_b");
    assertThat(found("é'")).isEmpty();
    assertThat(found("%é")).isEmpty();
    assertThat(found("áéíóúñüàèìòùâêîôûäëïöüãõçøåæœþðýÿšžčćđłńśźżășțğşıāēīōūģķļņ")).isEmpty();
  }
}
