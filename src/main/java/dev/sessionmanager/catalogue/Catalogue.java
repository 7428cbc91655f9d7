package dev.sessionmanager.catalogue;

import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Searches the catalogue of a shop: products with price and stock, and never one that is not in the
 * file. Answers are in the Spanish of the River Plate.
 */
@Component
final class Catalogue implements Tool {

  private final CatalogueFile file;
  private final Predicate<String> forAPerson;

  /**
   * @param forAPerson whether a text asks for a person of the shop, or for what only such a person
   *     may settle: the catalogue does not answer that
   */
  Catalogue(CatalogueFile file, Predicate<String> forAPerson) {
    this.file = file;
    this.forAPerson = forAPerson;
  }

  @Override
  public String name() {
    return "buscar_catalogo";
  }

  @Override
  public String description() {
    return "Busca productos del catálogo de la joyería por palabras, material, precio o código, y"
        + " devuelve nombre, SKU, precio, precio por mayor y stock. Usala antes de nombrar"
        + " cualquier producto o precio.";
  }

  @Override
  public Map<String, Object> parameters() {
    return Map.of(
        "type",
        "object",
        "properties",
        Map.of(
            "consulta",
            Map.of(
                "type",
                "string",
                "description",
                "Qué se busca, con filtros en palabras: «anillos de plata por menos de 20.000 en"
                    + " stock», «relojes, el más barato», o un SKU como AN-001")),
        "required",
        List.of("consulta"));
  }

  @Override
  public Answer use(Map<String, Object> arguments, @Nullable String username) {
    if (!(arguments.get("consulta") instanceof String wanted) || wanted.isBlank()) {
      return Answer.of("Falta «consulta»: un texto con lo que se busca.");
    }
    CatalogueIndex index = file.index();
    CatalogueFinding found =
        new CatalogueTalk(index)
            .read(List.of(), wanted)
            .orElseGet(() -> new CatalogueSearch(index).found(CatalogueQuestion.of(wanted)));
    return Answer.of(CatalogueAnswer.of(found, index));
  }

  @Override
  public Optional<Answer> asked(Asked asked) {
    String text = asked.text();
    if (forAPerson.test(text)) {
      return Optional.empty();
    }
    CatalogueIndex index = file.index();
    return new CatalogueTalk(index)
        .read(asked.earlier(), text)
        .map(found -> new Answer(CatalogueAnswer.of(found, index), null, found.sure()));
  }
}
