package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links by which people show others a conversation, and who reads what by them. */
class SharesTest {

  private static final EchoAgent ECHO = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final Service service =
      Service.startWith(List.of(ECHO), "DEFAULT_AGENT=eco", "conversations.shares-max=2");

  private final Talker ana = new Talker(service);
  private final Talker leo = new Talker(service);

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeats() {
    ECHO.repeats();
  }

  private Answer share() {
    return ana.call("POST", ana.conversation() + "/shares", "");
  }

  private static List<String> questions(Answer shared) {
    return shared.json().at("/data/turns").findValuesAsString("question");
  }

  @Test
  void showsOthersTheConversationAsItWasThen() {
    ana.says("uno");
    ana.says("dos");
    String path = share().text("/data/share/path");
    ana.says("tres");
    ana.call("POST", ana.turn(0) + "/versions", "{\"message\":\"uno bis\"}");
    ana.call("PATCH", ana.conversation(), "{\"title\":\"secreto\"}");
    Answer read = leo.get(path);
    assertThat(questions(read)).containsExactly("uno", "dos");
    assertThat(read.text("/data/title")).isEqualTo("uno");
    assertThat(read.raw().body())
        .doesNotContain("secreto", ana.name, ana.conversation().substring(15));
    Answer first = leo.get(path + "?limit=1");
    assertThat(questions(first)).containsExactly("uno");
    assertThat(questions(leo.get(path + "?after=" + first.text("/data/next"))))
        .containsExactly("dos");
  }

  @Test
  void opensNothingMoreOnceItIsTakenBackOrTheConversationIsDeleted() {
    ana.says("uno");
    Answer made = share();
    String path = made.text("/data/share/path");
    String id = made.text("/data/share/id");
    String mine = ana.conversation() + "/shares";
    assertThat(ana.get(mine).json().at("/data/shares")).hasSize(1);
    assertThat(ana.get(mine).raw().body()).doesNotContain(made.text("/data/share/token"));
    assertThat(leo.get(path).status()).isEqualTo(200);
    assertThat(ana.call("DELETE", mine + "/" + id, "").status()).isEqualTo(200);
    assertThat(leo.get(path).status()).isEqualTo(404);
    assertThat(ana.call("DELETE", mine + "/" + id, "").status()).isEqualTo(404);
    String other = share().text("/data/share/path");
    String conversation = ana.conversation();
    ana.call("DELETE", conversation, "");
    assertThat(leo.get(other).status()).isEqualTo(404);
    ana.call("POST", conversation + "/restore", "");
    assertThat(leo.get(other).status()).isEqualTo(200);
  }

  @Test
  void needsALoginUnlessASettingSaysOtherwise() {
    ana.says("uno");
    String path = share().text("/data/share/path");
    assertThat(service.get(path).status()).as("a guest").isEqualTo(401);
    assertThat(service.get("/shared/nothing").status()).as("and no word of it").isEqualTo(401);
    try (Service open =
        Service.startWith(
            List.of(new EchoAgent("eco", Agent.Kind.PERSONA)),
            "DEFAULT_AGENT=eco",
            "conversations.shared-without-login=true")) {
      Talker eva = new Talker(open);
      eva.says("hola");
      String shared = eva.call("POST", eva.conversation() + "/shares", "").text("/data/share/path");
      assertThat(questions(open.get(shared, Service.FORWARDED, "192.0.2.1")))
          .containsExactly("hola");
      assertThat(open.get("/shared/nothing", Service.FORWARDED, "192.0.2.1").status())
          .isEqualTo(404);
    }
  }

  @Test
  void showsItsPicturesAndNoOthers() {
    Picture picture = Picture.png("Demanda", new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    ECHO.does(
        (prompt, say) -> Reply.of("mire " + picture.markdown()).withPictures(List.of(picture)));
    ana.says("un gráfico");
    String path = share().text("/data/share/path");
    Picture later = Picture.png("Oferta", new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    ECHO.does((prompt, say) -> Reply.of("mire " + later.markdown()).withPictures(List.of(later)));
    ana.says("otro");
    assertThat(leo.get(path + "/pictures/" + picture.id()).status()).isEqualTo(200);
    assertThat(leo.get(path + "/pictures/" + later.id()).status()).isEqualTo(404);
    assertThat(leo.get("/pictures/" + picture.id()).status()).isEqualTo(404);
  }

  @Test
  void keepsAHashOfTheTokenAndRefusesMoreThanASettingAllows() throws Exception {
    assertThat(leo.call("POST", "/conversations/none/shares", "").status()).isEqualTo(404);
    ana.says("uno");
    String token = share().text("/data/share/token");
    assertThat(
            Files.readString(
                service.leftBehind().resolve("session_manager.db"), StandardCharsets.ISO_8859_1))
        .doesNotContain(token);
    assertThat(share().status()).isEqualTo(200);
    assertThat(share().text("/code")).isEqualTo("quota_reached");
  }

  @Test
  void isNobodyElsesToMakeListOrTakeBack() {
    ana.says("uno");
    String id = share().text("/data/share/id");
    String path = ana.conversation() + "/shares";
    assertThat(leo.call("POST", path, "").status()).isEqualTo(404);
    assertThat(leo.get(path).status()).isEqualTo(404);
    assertThat(leo.call("DELETE", path + "/" + id, "").status()).isEqualTo(404);
    leo.says("hola");
    assertThat(leo.call("DELETE", leo.conversation() + "/shares/" + id, "").status())
        .isEqualTo(404);
    assertThat(service.post(path, "").status()).as("a guest").isEqualTo(404);
  }
}
