package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormTest {

  private static final String MARKDOWN =
      """
      # Envíos

      Llegan en **3 días**, *a veces* antes.
      Ver [la tienda](https://tienda.example/envios).

      - uno
      - **dos**
        - dentro
      1. primero
      2. segundo

      | Talle | Precio |
      |---|---|
      | S | $10 |
      | M | $12 |

      Listo: `código`\
      """;

  @Test
  void writesWhatsappsMarksAndLines() {
    assertThat(TextForm.WHATSAPP.of(MARKDOWN))
        .isEqualTo(
            """
            *Envíos*

            Llegan en *3 días*, _a veces_ antes.
            Ver la tienda: https://tienda.example/envios.

            • uno
            • *dos*
              • dentro

            1. primero
            2. segundo

            • Talle: S — Precio: $10
            • Talle: M — Precio: $12

            Listo: `código`\
            """);
  }

  /** What models write, each with what WhatsApp is to show. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "**Nota:**texto                      | *Nota:* texto",
        "ver**«esto»** ya                    | ver *«esto»* ya",
        "a**b**c                             | abc",
        "# **Título**                        | *Título*",
        "**a [b](https://x.y/a_b_c) c**      | *a b: https://x.y/a_b_c c*",
        "***todo***                          | _*todo*_",
        "** no es negrita **                 | ** no es negrita **",
        "antes ~~$ 100~~ ahora $ 80          | antes ~$ 100~ ahora $ 80",
        "uno<br>dos                          | \"uno\ndos\"",
        "hola <b>Ana</b>                     | hola Ana",
        "escriba <nombre>                    | escriba <nombre>",
        "![Anillo](https://x.y/z.png)        | Anillo: https://x.y/z.png",
        "https://x.y/a_b_c y a_b_c           | https://x.y/a_b_c y a_b_c",
        "\"1. **Uno**\n\n   más\n\n2. Dos\"    | \"1. *Uno*\n  más\n2. Dos\"",
        "\"> cita\n> dos\"                    | \"> cita\n> dos\"",
        "\"```java\na ** b\n```\"              | \"```\na ** b\n```\"",
        "\"**dos\nlíneas**\"                  | \"*dos*\n*líneas*\"",
      })
  void showsWhatModelsMean(String markdown, String shown) {
    assertThat(TextForm.WHATSAPP.of(markdown)).isEqualTo(shown);
  }

  @Test
  void givesChatwootWhatEachOfItsInboxesShows() {
    assertThat(
            TextForm.COMMON.of("# Envíos\n\nEn **3 días**: [acá](https://x.y).\n\n* uno\n* *dos*"))
        .isEqualTo("**Envíos**\n\nEn **3 días**: acá: https://x.y.\n\n- uno\n- *dos*");
  }

  @Test
  void writesPlainTextWithoutMarks() {
    assertThat(TextForm.PLAIN.of("**Hola** _Ana_, mirá https://x.example y <mailto:a@b.example>"))
        .isEqualTo("Hola Ana, mirá https://x.example y a@b.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hola, ¿tienen anillos de plata? Cuestan $1.200,50 + envío.",
        "Línea uno\nlínea dos\n\notro párrafo",
        "2 * 3 = 6 y 4 < 5 & 6 > 2",
        "Escribí a a_b_c@x.example"
      })
  void leavesPlainWordsAsTheyAre(String text) {
    assertThat(TextForm.WHATSAPP.of(text)).isEqualTo(text);
    assertThat(TextForm.PLAIN.of(text)).isEqualTo(text);
    assertThat(TextForm.MARKDOWN.of(text)).isEqualTo(text);
  }

  @Test
  void takesHostileTextInItsStride() {
    String deep = "- ".repeat(2_000) + "*".repeat(5_000) + "[".repeat(5_000) + "> ".repeat(2_000);
    assertThat(TextForm.WHATSAPP.of(deep)).isNotNull();
  }
}
