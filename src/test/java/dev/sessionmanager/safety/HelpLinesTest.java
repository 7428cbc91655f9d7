package dev.sessionmanager.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpLinesTest {

  private final HelpLines helpLines = new HelpLines();
  private final SafetyAnswer answer = new SafetyAnswer(helpLines);

  @Test
  void everyLineHasASourceADateAndNumbersThatCanBeDialled() {
    assertThat(helpLines.countries()).hasSizeGreaterThanOrEqualTo(20);
    for (String country : helpLines.countries()) {
      assertThat(helpLines.of(country)).as(country).isNotEmpty();
      assertThat(helpLines.emergency(country)).as(country).matches("\\d{3}");
      for (HelpLine line : helpLines.of(country)) {
        assertThat(line.numbers()).as(line.name()).isNotEmpty();
        assertThat(line.numbers())
            .as(line.name())
            .allMatch(number -> number.matches("[*(]?\\d[\\d ()-]*( \\(WhatsApp\\))?"));
        assertThat(URI.create(line.source()).getHost()).as(line.name()).isNotNull();
        assertThat(URI.create(line.url()).getHost()).as(line.name()).isNotNull();
        assertThat(LocalDate.parse(line.checked())).isAfter(LocalDate.of(2026, 1, 1));
        assertThat(line.hours()).isNotBlank();
        assertThat(line.hoursEnglish()).isNotBlank();
        assertThat(line.languages()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "XX", "--", "ARG", "zz zz", "de"})
  void aCountryWithoutLinesGetsTheInternationalDirectory(String code) {
    assertThat(helpLines.of(code)).map(HelpLine::url).containsExactly("https://findahelpline.com");
    assertThat(helpLines.emergency(code)).isEqualTo("112 / 911");
  }

  @Test
  void theCodesCaseDoesNotMatter() {
    assertThat(helpLines.of("ar")).isEqualTo(helpLines.of("AR")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "estoy en México y no sé qué hacer|MX",
        "soy de Chile|CL",
        "soy chilena|CL",
        "Vivo en Buenos Aires|AR",
        "te escribo desde Bogotá|CO",
        "soy de España, me quiero morir|ES",
        "vivo acá en Costa Rica|CR",
        "I'm in Spain|ES",
        "I live in the UK|GB",
        "I am from New Zealand|NZ",
        "i'm canadian|CA",
        "ando en estados unidos|US",
        "somos de Nueva Zelanda|NZ",
        "moro no Brasil|BR",
        "sou brasileira|BR",
        "estou em Lisboa|PT"
      })
  void aCountryThatTheWriterIsInIsFound(String text, String code) {
    assertThat(helpLines.countryIn(text)).contains(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hola",
        "viajé a México el año pasado",
        "no estoy en México",
        "extraño Chile",
        "me gusta la comida peruana",
        "mi primo vive en España",
        "estoy en casa",
        "soy de River",
        "ya no vivo en Chile"
      })
  void aCountryThatIsOnlyMentionedIsNot(String text) {
    assertThat(helpLines.countryIn(text)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Danger.Kind.class)
  void anAnswerNamesNumbersAndHoursAndAsksOneQuestion(Danger.Kind kind) {
    for (String language : List.of("es", "pt", "en")) {
      for (String country : List.of("AR", "BR", "PT", "ES", "GT", "US", "GB", "XX")) {
        String now = answer.to(new Danger(kind, Danger.Urgency.NOW, language), country);
        String concern = answer.to(new Danger(kind, Danger.Urgency.CONCERN, language), country);
        for (String text : List.of(now, concern)) {
          assertThat(text).doesNotContain("{", "}", "null").hasSizeLessThan(1200);
          assertThat(text.chars().filter(c -> c == '?')).as(text).hasSize(1);
          assertThat(text).endsWith("?").contains("**" + helpLines.emergency(country) + "**");
        }
        assertThat(now.length()).isGreaterThan(concern.length());
        String doubt = answer.to(new Danger(kind, Danger.Urgency.DOUBT, language), country);
        assertThat(doubt).doesNotContain("{", "}", "null").hasSizeLessThan(1200).endsWith("?");
        assertThat(doubt.chars().filter(c -> c == '?')).as(doubt).hasSize(1);
        assertThat(answer.doubt(doubt)).contains(new Danger(kind, Danger.Urgency.DOUBT, language));
        assertThat(answer.doubt(concern)).isEmpty();
      }
    }
  }

  @Test
  void eachKindIsAnsweredInItsOwnWordsAndWithItsOwnLines() {
    String self = answer.to(new Danger(Danger.Kind.SELF, Danger.Urgency.CONCERN, "es"), "AR");
    String violence =
        answer.to(new Danger(Danger.Kind.FROM_OTHERS, Danger.Urgency.CONCERN, "es"), "AR");
    String others = answer.to(new Danger(Danger.Kind.OTHERS, Danger.Urgency.CONCERN, "es"), "AR");
    String third =
        answer.to(new Danger(Danger.Kind.THIRD_PERSON, Danger.Urgency.CONCERN, "es"), "AR");
    assertThat(List.of(self, violence, others, third)).doesNotHaveDuplicates();
    assertThat(self).contains("135", "(011) 5275-1135", "0800-999-0091").doesNotContain("**144**");
    assertThat(violence).contains("**144**", "**137**", "**102**").doesNotContain("**135**");
    assertThat(third).contains("135", "144");
    assertThat(others).contains("135");
  }

  @Test
  void aCountryWithoutACrisisLineGetsTheDirectory() {
    assertThat(answer.to(new Danger(Danger.Kind.SELF, Danger.Urgency.CONCERN, "es"), "GT"))
        .contains("findahelpline.com", "**110**")
        .doesNotContain("1572");
    assertThat(answer.to(new Danger(Danger.Kind.FROM_OTHERS, Danger.Urgency.CONCERN, "es"), "GT"))
        .contains("1572");
  }

  @Test
  void thePortugueseAnswerIsPortugueseThroughout() {
    assertThat(answer.to(new Danger(Danger.Kind.SELF, Danger.Urgency.NOW, "pt"), "BR"))
        .contains("**188** (24 h, grátis)", "Você está em segurança", "Emergência: **190**")
        .doesNotContain("gratis", "Emergencias");
  }

  @Test
  void aYesIsUnderstoodInThreeLanguages() {
    for (String yes : List.of("Sí", "sí, a veces", "yes", "Sim.", "às vezes", "siii")) {
      assertThat(answer.saysYes(yes)).as(yes).isTrue();
    }
    for (String no : List.of("no", "não", "", "si llueve no voy", "yesterday")) {
      assertThat(answer.saysYes(no)).as(no).isFalse();
    }
  }

  @Test
  void theEnglishAnswerIsEnglishThroughout() {
    assertThat(answer.to(new Danger(Danger.Kind.SELF, Danger.Urgency.NOW, "en"), "AR"))
        .contains("every day 8 to 24", "Are you safe right now?")
        .doesNotContain("gratis", "Emergencias", "todos los días");
  }
}
