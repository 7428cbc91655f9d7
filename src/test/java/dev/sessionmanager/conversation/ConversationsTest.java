package dev.sessionmanager.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ConversationsTest {

  private final TestDatabase kind;

  ConversationsTest(TestDatabase kind) {
    this.kind = kind;
  }

  @Test
  void opensOneForMessagesThatComeAtOnce() throws Exception {
    try (LogFile file = new LogFile(kind);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Conversation>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(threads.submit(() -> file.conversation("misma")));
      }
      Set<String> ids = new HashSet<>();
      for (Future<Conversation> one : all) {
        ids.add(one.get().id());
      }
      assertThat(ids).hasSize(1);
    }
  }

  @Test
  void opensAnotherAfterAReset() {
    try (LogFile file = new LogFile(kind)) {
      Conversation first = file.conversation("a");
      file.conversations.end(first);
      assertThat(file.conversations.find("u1", "chat", "a")).isEmpty();
      Conversation second = file.conversation("a");
      assertThat(second.id()).isNotEqualTo(first.id());
      assertThat(file.conversations.byId(Reach.of("u1"), first.id()).orElseThrow().open())
          .isFalse();
    }
  }

  @Test
  void showsNobodyTheConversationsOfOthers() {
    try (LogFile file = new LogFile(kind)) {
      Conversation mine = file.conversation("a");
      file.said(mine.id(), "secreto", "sí");
      assertThat(file.conversations.byId(Reach.of("u2"), mine.id())).isEmpty();
      assertThat(file.conversations.find("u2", "chat", "a")).isEmpty();
      assertThat(file.conversations.find("", "chat", "a")).isEmpty();
      assertThat(file.conversations.list(Reach.of("u2"), null, 10)).isEmpty();
      assertThat(file.turns.search(Reach.of("u2"), "secreto", 10)).isEmpty();
    }
  }

  @Test
  void listsTheNewerFirstOfThoseUsedAtTheSameTime() {
    try (LogFile file = new LogFile(kind)) {
      file.conversation("a");
      file.conversation("b");
      file.conversations.open("/chat/id/x", "chat", "c", "techbot", "hola");
      file.conversations.open("/chat/at/local/d", "chat", "d", "techbot", "hola");
      file.conversations.open("/chat/at/local/e", "chat", "e", "techbot", "hola");
      assertThat(keys(file, Reach.of("u1"))).containsExactly("b", "a");
      assertThat(keys(file, Reach.GUESTS)).containsExactly("e", "d", "c");
      assertThat(keys(file, Reach.below("/chat/at/local/"))).containsExactly("e", "d");
      assertThat(keys(file, Reach.below("/chat/at/loca/"))).isEmpty();
    }
  }

  private static List<String> keys(LogFile file, Reach reach) {
    return file.conversations.list(reach, null, 10).stream().map(Conversation::key).toList();
  }

  @Test
  void listsTheLastUsedFirstPageByPage() {
    try (LogFile file = new LogFile(kind)) {
      for (String key : List.of("a", "b", "c")) {
        file.said(file.conversation(key).id(), "hola", "hola");
        file.clock.advance(Duration.ofSeconds(1));
      }
      file.said(file.conversation("a").id(), "otra vez", "hola");
      List<Conversation> page = file.conversations.list(Reach.of("u1"), null, 2);
      assertThat(page).extracting(Conversation::key).containsExactly("a", "c");
      assertThat(file.conversations.list(Reach.of("u1"), page.getLast().updatedAt(), 2))
          .extracting(Conversation::key)
          .containsExactly("b");
    }
  }

  @Test
  void findsWordsWithoutAccentsAndByTheirBeginning() {
    try (LogFile file = new LogFile(kind)) {
      Conversation conversation = file.conversation("a");
      file.said(conversation.id(), "¿Qué es la inflación?", "Un aumento de los precios");
      file.said(conversation.id(), "gracias", "de nada");
      assertThat(file.turns.search(Reach.of("u1"), "INFLACION", 10)).hasSize(1);
      assertThat(file.turns.search(Reach.of("u1"), "infla preci", 10))
          .first()
          .extracting(Turns.Found::title)
          .isEqualTo(conversation.title());
      assertThat(file.turns.search(Reach.of("u1"), "infla gracias", 10)).isEmpty();
    }
  }

  @Test
  void findsWhatGuestsSaidForWhoeverReadsThemAllAndForNobodyElse() {
    try (LogFile file = new LogFile(kind)) {
      for (String owner : List.of("/chat/at/local/a/b", "/chat/id/1", "/whatsapp/shop/549", "u1")) {
        Conversation c = file.conversations.open(owner, "chat", owner, "techbot", "hola");
        file.said(file.questionOf(owner, c.id(), "el mismo secreto"), "sí");
      }
      assertThat(owners(file, Reach.GUESTS))
          .containsExactly("/whatsapp/shop/549", "/chat/id/1", "/chat/at/local/a/b");
      assertThat(owners(file, Reach.below("/chat/at/local/")))
          .containsExactly("/chat/at/local/a/b");
      assertThat(owners(file, Reach.below("/chat/id/"))).containsExactly("/chat/id/1");
      assertThat(owners(file, Reach.of("/chat/id/1"))).containsExactly("/chat/id/1");
      assertThat(owners(file, Reach.of("/chat/id/2"))).isEmpty();
      assertThat(owners(file, Reach.of("u1"))).containsExactly("u1");
      assertThat(owners(file, Reach.of("u2"))).isEmpty();
    }
  }

  private static List<String> owners(LogFile file, Reach reach) {
    return file.turns.search(reach, "mismo secre", 10).stream()
        .map(found -> found.turn().asked().owner())
        .toList();
  }

  @Test
  void takesAnySearchForWords() {
    try (LogFile file = new LogFile(kind)) {
      file.said(file.conversation("a").id(), "hola", "hola");
      for (String hostile :
          List.of(
              "\"", "* OR 1", "a NEAR(", "question:", "^", "😀", "'; drop table turns; --", " ")) {
        file.turns.search(Reach.of("u1"), hostile, 10);
      }
      assertThat(file.turns.search(Reach.of("u1"), "hola ".repeat(5000), 10)).hasSize(1);
    }
  }

  @Test
  void shortensTitlesBetweenCharacters() {
    try (LogFile file = new LogFile(kind)) {
      String title =
          file.conversations.open("u1", "chat", "x", "techbot", "😀".repeat(200)).title();
      assertThat(title.codePointCount(0, title.length())).isEqualTo(Conversations.TITLE_MAX);
      assertThat(title).endsWith("…");
      assertThat(file.conversations.open("u1", "chat", "y", "techbot", " hola\n\n  vos ").title())
          .isEqualTo("hola vos");
    }
  }
}
