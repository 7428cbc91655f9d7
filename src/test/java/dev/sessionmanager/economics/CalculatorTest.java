package dev.sessionmanager.economics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.tool.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Each formula by a model's arguments, against values computed apart. */
class CalculatorTest {

  private static final JsonMapper JSON = new JsonMapper();

  static Stream<Arguments> known() {
    return Stream.of(
        row(
            "interes_simple",
            "{'capital': 10000, 'tasa': '5 % anual', 'tiempo': '3 años'}",
            "1.500,00"),
        row(
            "interes_simple",
            "{'capital': '1.000', 'tasa': '36,5 % anual', 'tiempo': '10 días'}",
            "10,00"),
        row("interes_compuesto", "{'capital': '10.000', 'tasa': '5', 'tiempo': 3}", "11.576,25"),
        row(
            "interes_compuesto",
            "{'capital': '$ 1,000.00', 'tasa': '12 % anual', 'tiempo': '2 años',"
                + " 'capitalizaciones': 12}",
            "1.269,73"),
        row(
            "interes_compuesto",
            "{'capital': 1000, 'tasa': 'TEA 21 %', 'tiempo': '6 meses'}",
            "1.100,00"),
        row(
            "valor_presente",
            "{'monto': 11576.25, 'tasa': '5 % anual', 'tiempo': '3 años'}",
            "10.000,00"),
        row(
            "amortizacion_alemana",
            "{'prestamo': 500000, 'tasa': '5 % mensual', 'plazo': '10 cuotas'}",
            "Primera cuota: $ 75.000,00"),
        row("perpetuidad", "{'cuota': 2000, 'tasa': '10 % anual'}", "20.000,00"),
        row("cancelar_deuda", "{'deuda': 50000, 'tasa': '10 % mensual', 'pago': 10000}", "8 pagos"),
        row("cancelar_deuda", "{'deuda': 100000, 'tasa': '8 % mensual', 'pago': 7000}", "101.000"),
        row("multiplicador", "{'propension': 0.8, 'gasto': 100}", "500,00"),
        row("depreciacion", "{'monto': 1000, 'tasa': '10 % anual', 'tiempo': '3 años'}", "729,00"),
        row("tiempo_para_juntar", "{'meta': 500, 'aporte': '40 por mes'}", "13 meses"),
        row("precio_de_venta", "{'costo': 600, 'ganancia': 40}", "840,00"),
        row("precio_de_venta", "{'costo': 600, 'ganancia': 40}", "1.000,00"),
        row("ingreso_segun_elasticidad", "{'elasticidad': -2, 'sube': true}", "total: baja"),
        row("ingreso_segun_elasticidad", "{'elasticidad': -0.5, 'sube': true}", "total: sube"),
        row(
            "poder_de_compra_de_un_ingreso",
            "{'monto': 450000, 'inflacion': '3 % mensual', 'tiempo': '6 meses'}",
            "376.867,92"),
        row("perpetuidad", "{'cuota': 2000, 'tasa': 10, 'crecimiento': 5}", "40.000,00"),
        row("regla_del_72", "{'tasa': '6 % anual'}", "unos 12 años"),
        row("descuento", "{'precio': 12000, 'descuento': 15}", "10.200,00"),
        row("descuento", "{'precio': 30000, 'descuento': 20, 'otro_descuento': 10}", "21.600,00"),
        row("rebaja_porcentual", "{'antes': 899000, 'ahora': 674250}", "25,00 %"),
        row("rebaja_porcentual", "{'antes': 2000, 'descuento': 300}", "Se paga: $ 1.700,00"),
        row("repartir_cuenta", "{'total': 20000, 'personas': 4, 'propina': 10}", "5.500,00"),
        row("tasa_acumulada", "{'tasa': '6 % mensual', 'tiempo': '6 meses'}", "41,85 %"),
        row("tasa_acumulada", "{'tasa': '6 %', 'tiempo': '6 meses'}", "cada cuánto sube"),
        row("poder_de_compra", "{'aumento': 40, 'inflacion': 55}", "perdido: 9,68 %"),
        row("ahorro_por_mes", "{'meta': 6000, 'tiempo': '27 meses'}", "222,22"),
        row(
            "ahorro_por_mes",
            "{'meta': 10000, 'tiempo': '10 años', 'tasa': '5 % anual', 'frecuencia': 'anual'}",
            "795,05"),
        row("precio_original", "{'pagado': 8500, 'descuento': 15}", "10.000,00"),
        row("aumento", "{'monto': 800000, 'aumento': 12.5}", "900.000,00"),
        row("precio_sin_iva", "{'precio': 24200, 'iva': 21}", "20.000,00"),
        row("precio_con_iva", "{'precio': 18500, 'iva': 21}", "22.385,00"),
        row("margen", "{'costo': 1500, 'venta': 2100}", "40,00 %"),
        row("margen", "{'costo': 2000, 'venta': 1500}", "Pérdida: 25,00 %"),
        row(
            "ingreso_y_ganancia",
            "{'cantidad': 40, 'precio': 250, 'costo_total': 7200}",
            "Ganancia: $ 2.800,00"),
        row(
            "cuotas_o_contado",
            "{'cuotas': '12 cuotas', 'cuota': 10000, 'contado': 90000, 'tasa': '3 % mensual'}",
            "Conviene pagar al contado: las cuotas valen hoy $ 99.540,04"),
        row(
            "cuotas_o_contado",
            "{'cuotas': '12 cuotas', 'cuota': 10000, 'contado': 99540.04}",
            "3,00 % por mes"),
        row("cambio_de_moneda", "{'monto': 350, 'cotizacion': 1200}", "420.000,00"),
        row("cambio_a_moneda_extranjera", "{'monto': 600000, 'cotizacion': 1200}", "500,00"),
        row(
            "pib_por_gasto",
            "{'consumo': 500, 'inversion': 200, 'gasto': 150, 'exportaciones': 100,"
                + " 'importaciones': 80}",
            "870,00"),
        row("capm", "{'libre_de_riesgo': 4, 'beta': 1.2, 'mercado': 10}", "11,20 %"),
        row("capm", "{'libre_de_riesgo': 4, 'beta': 1.2, 'prima': 6}", "11,20 %"),
        row("tna_a_tea", "{'tna': 60, 'capitalizaciones': 'mensual'}", "79,59 %"),
        row("tna_a_tea", "{'tna': 'TNA 24 %', 'capitalizaciones': 4}", "26,25 %"),
        row("tea_a_tna", "{'tea': '79,5856 %'}", "60,00 %"),
        row("plazo_fijo", "{'capital': 100000, 'tna': 75}", "6.164,38"),
        row("plazo_fijo", "{'capital': 100000, 'tna': 73, 'dias': 10}", "2.000,00"),
        row("van", "{'tasa': 10, 'flujos': [-1000, 400, 500, 600]}", "227,65"),
        row("van", "{'tasa': '10 %', 'flujos': '-1000; 400; 500; 600'}", "227,65"),
        row("van", "{'tasa': 0, 'flujos': [-1000, '400', '500,50', 600]}", "500,50"),
        row("tir", "{'flujos': [-1000, 400, 500, 600]}", "21,65 %"),
        row("tir", "{'flujos': [-100, 110]}", "10,00 %"),
        row("tir", "{'flujos': [-100, 50]}", "-50,00 %"),
        row("tir", "{'inversion': 100, 'flujos': [0, 121]}", "10,00 %"),
        row(
            "tir",
            "{'flujos': [-1000, 3600, -4310, 1716]}",
            "Hay 3 TIR: 10,00 %; 20,00 %; 30,00 %"),
        row("tir", "{'flujos': [10, -10, 10]}", "no hay ninguna TIR"),
        row("tir", "{'flujos': [0, 0]}", "no hay TIR"),
        row(
            "valor_presente_anualidad",
            "{'cuota': 1000, 'tasa': '5 % anual', 'tiempo': '10 años'}",
            "7.721,73"),
        row(
            "valor_presente_anualidad",
            "{'cuota': 1000, 'tasa': 5, 'tiempo': 10, 'anticipada': true}",
            "8.107,82"),
        row("valor_presente_anualidad", "{'cuota': 1000, 'tasa': 0, 'tiempo': 10}", "10.000,00"),
        row("valor_futuro_anualidad", "{'cuota': 1000, 'tasa': 5, 'tiempo': 10}", "12.577,89"),
        row(
            "valor_futuro_anualidad",
            "{'cuota': 1000, 'tasa': 5, 'tiempo': 10, 'anticipada': 'sí'}",
            "13.206,79"),
        row(
            "cuota_prestamo",
            "{'prestamo': 100000, 'tasa': '5 % mensual', 'plazo': 12}",
            "11.282,54"),
        row("cuota_prestamo", "{'prestamo': 1200, 'tasa': 0, 'plazo': '12 meses'}", "100,00"),
        row(
            "amortizacion_francesa",
            "{'prestamo': 100000, 'tasa': '3 % mensual', 'plazo': 6}",
            "| 6 | 18.459,75 | 537,66 | 17.922,09 | 0,00 |"),
        row(
            "ajuste_por_inflacion",
            "{'monto': 50000, 'inflacion': '4 % mensual', 'tiempo': '12 meses'}",
            "80.051,61"),
        row(
            "ajuste_por_indice",
            "{'monto': 50000, 'indice_inicial': 120, 'indice_final': 180}",
            "75.000,00"),
        row("inflacion", "{'indice_inicial': 120, 'indice_final': 150}", "25,00 %"),
        row("tasa_real", "{'nominal': 50, 'inflacion': 30}", "15,38 %"),
        row("variacion_porcentual", "{'inicial': -50, 'final': -25}", "50,00 %"),
        row("elasticidad_precio", "{'v1': 10, 'v2': 12, 'q1': 100, 'q2': 80}", "-1,22"),
        row(
            "elasticidad_precio_por_variaciones",
            "{'variacion': 10, 'variacion_cantidad': -20}",
            "-2,00"),
        row("elasticidad_ingreso", "{'v1': 1000, 'v2': 1200, 'q1': 50, 'q2': 55}", "0,52"),
        row(
            "elasticidad_ingreso_por_variaciones",
            "{'variacion': 10, 'variacion_cantidad': -5}",
            "bien inferior"),
        row("elasticidad_cruzada", "{'v1': 5, 'v2': 6, 'q1': 40, 'q2': 50}", "sustitutos"),
        row(
            "elasticidad_cruzada_por_variaciones",
            "{'variacion': 10, 'variacion_cantidad': -5}",
            "complementarios"),
        row("elasticidad_punto", "{'curva': 'Qd = 100 - 2P', 'precio': 25}", "unitaria"),
        row("equilibrio", "{'demanda': 'Qd = 100 - 2P', 'oferta': 'Qs = 20 + 3P'}", "P* = 16"),
        row("equilibrio", "{'demanda': [100, -2], 'oferta': '20 + 3P'}", "Q* = 68"),
        row("excedentes", "{'demanda': 'P = 50 - 0,5Q', 'oferta': 'P = 10 + 0,5Q'}", "800,00"),
        row("deflactor_pib", "{'pib_nominal': 500, 'pib_real': 400}", "125,00"),
        row("pib_real", "{'pib_nominal': 500, 'deflactor': 125}", "400,00"),
        row(
            "tipo_de_cambio_real",
            "{'nominal': 100, 'precios_externos': 120, 'precios_internos': 150}",
            "80,00"),
        row("tasa_desempleo", "{'desocupados': 8, 'activos': 100}", "8,00 %"),
        row(
            "tasa_desempleo",
            "{'desocupados': '2 millones', 'ocupados': '18 millones'}",
            "10,00 %"),
        row(
            "wacc",
            "{'capital_propio': 600, 'deuda': 400, 'costo_capital_propio': 15, 'costo_deuda': 10,"
                + " 'impuesto': 30}",
            "11,80 %"),
        row(
            "precio_bono",
            "{'valor_nominal': 1000, 'cupon': 8, 'rendimiento': 10, 'plazo': '5 años'}",
            "924,18"),
        row(
            "precio_bono",
            "{'valor_nominal': 1000, 'cupon': 6, 'rendimiento': 8, 'plazo': 10, 'frecuencia':"
                + " 'semestral'}",
            "864,10"),
        row(
            "punto_de_equilibrio_empresa",
            "{'costos_fijos': 10000, 'precio': 50, 'costo_variable': 30}",
            "500 unidades"));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        row("interes_simple", "{}", "Falta: capital, tasa, tiempo"),
        row(
            "interes_simple",
            "{'capital': 1000, 'tasa': null, 'tiempo': ''}",
            "Falta: tasa, tiempo"),
        row(
            "interes_simple",
            "{'capital': 'mucho', 'tasa': 5, 'tiempo': 3}",
            "No entiendo «capital»: «mucho»"),
        row(
            "interes_simple",
            "{'capital': '5 %', 'tasa': 5, 'tiempo': 3}",
            "No entiendo «capital»"),
        row(
            "interes_simple",
            "{'capital': [1, 2], 'tasa': 5, 'tiempo': 3}",
            "No entiendo «capital»"),
        row(
            "interes_simple",
            "{'capital': {'a': 1}, 'tasa': 5, 'tiempo': 3}",
            "No entiendo «capital»"),
        row(
            "interes_simple",
            "{'capital': true, 'tasa': 5, 'tiempo': 3}",
            "No entiendo «capital»: «true»"),
        row(
            "interes_simple",
            "{'capital': 'de 1 a 2', 'tasa': 5, 'tiempo': 3}",
            "No entiendo «capital»"),
        row(
            "interes_simple",
            "{'capital': 'NaN', 'tasa': 5, 'tiempo': 3}",
            "No entiendo «capital»: «NaN»"),
        row("interes_simple", "{'capital': 1e308, 'tasa': 5, 'tiempo': 3}", "demasiado grande"),
        row("interes_simple", "{'capital': '1e308', 'tasa': 5, 'tiempo': 3}", "demasiado grande"),
        row(
            "interes_simple",
            "{'capital': 1000, 'tasa': 5, 'tiempo': -3}",
            "no puede ser negativo"),
        row("interes_simple", "{'capital': 1000, 'tasa': -100, 'tiempo': 3}", "mayor que −100 %"),
        row(
            "interes_simple",
            "{'capital': 1000, 'tasa': 5, 'tiempo': 3, 'interes': 2}",
            "No hay un argumento «interes»; los que hay son: capital, tasa, tiempo"),
        row(
            "interes_compuesto",
            "{'capital': 1000, 'tasa': 1e14, 'tiempo': 1e14}",
            "demasiado grande"),
        row(
            "interes_compuesto",
            "{'capital': 1000, 'tasa': 5, 'tiempo': 3, 'capitalizaciones': 0}",
            "veces por año"),
        row(
            "interes_compuesto",
            "{'capital': 1000, 'tasa': 5, 'tiempo': 3, 'capitalizaciones': 'siempre'}",
            "No entiendo «capitalizaciones»: «siempre»"),
        row("van", "{'tasa': 10, 'flujos': []}", "No entiendo «flujos»"),
        row("van", "{'tasa': 10, 'flujos': [100]}", "Falta: flujos"),
        row("van", "{'tasa': 10, 'flujos': [-100, 'x']}", "No entiendo «flujos»: «x»"),
        row("van", "{'tasa': 10, 'flujos': [-100, null]}", "No entiendo «flujos»: «null»"),
        row("cuota_prestamo", "{'prestamo': 1000, 'tasa': 5, 'plazo': 0}", "entre 1 y 1.200"),
        row("cuota_prestamo", "{'prestamo': 1000, 'tasa': 5, 'plazo': 1000000}", "entre 1 y 1.200"),
        row("amortizacion_francesa", "{'prestamo': 0, 'tasa': 5, 'plazo': 12}", "mayor que 0"),
        row(
            "amortizacion_francesa",
            "{'prestamo': 1000, 'tasa': 5, 'plazo': 1e6}",
            "entre 1 y 1.200"),
        row(
            "ajuste_por_indice",
            "{'monto': 1, 'indice_inicial': 0, 'indice_final': 1}",
            "mayor que 0: el índice inicial"),
        row("tasa_real", "{'nominal': '5 % anual', 'inflacion': '2 % mensual'}", "del mismo plazo"),
        row("variacion_porcentual", "{'inicial': 0, 'final': 5}", "se dividiría por cero"),
        row("elasticidad_precio", "{'v1': 10, 'v2': 10, 'q1': 1, 'q2': 2}", "no cambia"),
        row(
            "elasticidad_precio",
            "{'v1': 10, 'v2': 12, 'q1': 0, 'q2': 0}",
            "cantidad promedio es cero"),
        row("elasticidad_punto", "{'curva': 'Q = 100 - 2P', 'precio': 50}", "la cantidad es cero"),
        row(
            "equilibrio",
            "{'demanda': 'Q = 100 + 2P', 'oferta': 'Q = 20 + 3P'}",
            "la demanda tiene que bajar"),
        row(
            "equilibrio",
            "{'demanda': 'Q = 100 - 2P', 'oferta': 'Q = 200 + 3P'}",
            "no hay un equilibrio"),
        row(
            "equilibrio",
            "{'demanda': 'abc', 'oferta': 'Q = 20 + 3P'}",
            "No entiendo «demanda»: «abc»"),
        row(
            "equilibrio",
            "{'demanda': 'Q = 100 - 2P^2', 'oferta': 'Q = 20 + 3P'}",
            "No entiendo «demanda»"),
        row("descuento", "{'precio': 100, 'descuento': 120}", "entre 0 % y 100 %"),
        row("precio_original", "{'pagado': 100, 'descuento': 100}", "no se sabe"),
        row("precio_con_iva", "{'precio': 100, 'iva': -1}", "no puede ser negativo"),
        row("margen", "{'costo': 0, 'venta': 100}", "mayor que 0"),
        row("perpetuidad", "{'cuota': 100, 'tasa': 5, 'crecimiento': 5}", "mayor que el crecim"),
        row("regla_del_72", "{'tasa': 0}", "mayor que 0 %"),
        row("cambio_de_moneda", "{'monto': 100, 'cotizacion': 0}", "mayor que 0"),
        row("tasa_desempleo", "{'desocupados': 8}", "Falta: activos"),
        row(
            "tasa_desempleo",
            "{'desocupados': 101, 'activos': 100}",
            "entre 0 y la población activa"),
        row(
            "wacc",
            "{'capital_propio': 0, 'deuda': 0, 'costo_capital_propio': 15, 'costo_deuda': 10,"
                + " 'impuesto': 30}",
            "ni ambos cero"),
        row(
            "precio_bono",
            "{'valor_nominal': 1000, 'cupon': 6, 'rendimiento': 8, 'plazo': 0}",
            "al menos un cupón"),
        row(
            "punto_de_equilibrio_empresa",
            "{'costos_fijos': 10000, 'precio': 30, 'costo_variable': 30}",
            "no hay punto de equilibrio"));
  }

  @ParameterizedTest
  @MethodSource("known")
  void aFormulaGivesTheKnownValue(String tool, String arguments, String figure) {
    String text = use(tool, arguments);
    assertThat(text).contains(figure);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatCannotBeCalculatedIsNamedInASentence(String tool, String arguments, String sentence) {
    assertThat(use(tool, arguments)).contains(sentence).doesNotContain("Fórmula");
  }

  @Test
  void everyCalculatorHasAKnownValueAndSaysItsInputsItsFormulaAndHowToReadIt() {
    List<String> names = known().map(row -> (String) row.get()[0]).distinct().toList();
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(
            Economics.calculators().stream().map(Calculator::name).toList());
    assertThat(use("interes_simple", "{'capital': 10000, 'tasa': '5 % anual', 'tiempo': '3 años'}"))
        .isEqualTo(
            """
            **Interés simple**

            - Capital: $ 10.000,00
            - Tasa: 5 % anual
            - Tiempo: 3 años

            Fórmula: `I = C · i · t;  M = C + I`

            **Interés: $ 1.500,00**\s\s
            Monto final: $ 11.500,00

            Con 5,00 % anual sobre el capital inicial durante 3 años: el interés no gana interés.
            """);
  }

  @Test
  void aLongAmortisationTableIsSummedUpAndEndsAtZero() {
    String text =
        use("amortizacion_francesa", "{'prestamo': 50000, 'tasa': '4 % mensual', 'plazo': 1200}");
    List<String> rows = text.lines().filter(line -> line.startsWith("| ")).toList();
    assertThat(rows).hasSize(1 + Loans.MAX_ROWS);
    assertThat(rows.get(23)).startsWith("| 23–1199 |");
    assertThat(rows.getLast()).startsWith("| 1200 |").endsWith("| 0,00 |");
  }

  @Test
  void theSchemaOfEveryToolIsAnObjectThatNamesWhatItNeeds() {
    for (Tool tool : Economics.all()) {
      assertThat(tool.name()).matches("[a-z0-9_]+");
      assertThat(tool.description()).isNotBlank();
      Map<String, Object> schema = tool.parameters();
      assertThat(schema).containsEntry("type", "object");
      Map<?, ?> properties = requireNonNull((Map<?, ?>) schema.get("properties"));
      for (Object name : requireNonNull((List<?>) schema.get("required"))) {
        assertThat(properties.get(name)).isInstanceOf(Map.class);
      }
      assertThat(JSON.writeValueAsString(schema)).contains("description");
    }
    assertThat(Economics.all()).extracting(Tool::name).doesNotHaveDuplicates();
  }

  private static String use(String name, String arguments) {
    Map<String, Object> read =
        JSON.readerFor(LinkedHashMap.class).readValue(arguments.replace('\'', '"'));
    return Economics.all().stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .orElseThrow()
        .use(read, null)
        .text();
  }

  private static Arguments row(String tool, String arguments, String expected) {
    return Arguments.of(tool, arguments, expected);
  }
}
