package dev.sessionmanager.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTermsTest {

  private static List<String> terms(String owner, String... texts) {
    return Arrays.asList(SearchTerms.of(owner, texts).split(" "));
  }

  private static String beginning(String owners, boolean below, String word) {
    return SearchTerms.beginnings(owners, below, word, 16).getFirst();
  }

  @Test
  void foldsWordsAndKeepsEachOnce() {
    assertThat(terms("u", "¿Qué es la INFLACIÓN?", "es la inflación: año 2026, ﬁn")).hasSize(7);
    assertThat(terms("u", "Inflación")).containsExactly(beginning("u", false, "inflacion"));
    assertThat(terms("u", "e\u0301l")).containsExactly(beginning("u", false, "él"));
    assertThat(SearchTerms.of("u", "", "¡…! 😀")).isEmpty();
  }

  @Test
  void keepsEveryOwnersWordsApart() {
    String mine = beginning("u1", false, "infla");

    assertThat(terms("u1", "inflación")).allMatch(term -> term.startsWith(mine));
    assertThat(terms("u2", "inflación")).noneMatch(term -> term.startsWith(mine));
    assertThat(terms("u1/person", "inflación")).noneMatch(term -> term.startsWith(mine));
  }

  @Test
  void keepsGuestsWordsForWhoeverReadsThemAll() {
    List<String> local = terms("/chat/at/local/a", "hola");

    assertThat(local)
        .containsExactlyInAnyOrder(
            beginning("/chat/at/local/a", false, "hola"),
            beginning("/chat/at/local/", true, "hola"),
            beginning("/", true, "hola"));
    assertThat(terms("/whatsapp/shop/1", "hola"))
        .containsExactlyInAnyOrder(
            beginning("/whatsapp/shop/1", false, "hola"), beginning("/", true, "hola"));
  }

  @Test
  void bindsWhatAWordAndASearchTake() {
    assertThat(terms("u", "x".repeat(100_000)))
        .containsExactly(beginning("u", false, "x".repeat(100_000)));
    assertThat(terms("u", "😀x".repeat(3) + "𝒳".repeat(50))).allMatch(term -> term.length() <= 50);
    assertThat(SearchTerms.beginnings("u", false, "a b c d", 3)).hasSize(3);
    assertThat(SearchTerms.beginnings("u", false, " ", 3)).isEmpty();
  }
}
