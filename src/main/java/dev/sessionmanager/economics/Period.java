package dev.sessionmanager.economics;

import org.jspecify.annotations.Nullable;

/**
 * A length of time in which rates, terms and payments are said. A year has 12 months, 52 weeks and
 * 365 days (the commercial convention for TNA).
 */
enum Period {
  YEAR(1, "anual", "año", "años", "ano anos anual anuales anualmente year years annual yearly"),
  SEMESTER(
      2,
      "semestral",
      "semestre",
      "semestres",
      "semestre semestres semestral semestrales semestralmente"),
  FOUR_MONTHS(
      3,
      "cuatrimestral",
      "cuatrimestre",
      "cuatrimestres",
      "cuatrimestre cuatrimestres cuatrimestral cuatrimestrales cuatrimestralmente"),
  QUARTER(
      4,
      "trimestral",
      "trimestre",
      "trimestres",
      "trimestre trimestres trimestral trimestrales trimestralmente quarter quarters quarterly"),
  TWO_MONTHS(
      6,
      "bimestral",
      "bimestre",
      "bimestres",
      "bimestre bimestres bimestral bimestrales bimestralmente"),
  MONTH(
      12,
      "mensual",
      "mes",
      "meses",
      "mes meses mensual mensuales mensualmente month months monthly"),
  FORTNIGHT(24, "quincenal", "quincena", "quincenas", "quincena quincenas quincenal quincenales"),
  WEEK(
      52,
      "semanal",
      "semana",
      "semanas",
      "semana semanas semanal semanales semanalmente week weeks weekly"),
  DAY(
      365,
      "diaria",
      "día",
      "días",
      "dia dias diario diaria diarios diarias diariamente day days daily");

  /** How many of it make a year. */
  final double perYear;

  final String adjective;
  private final String one;
  private final String many;

  /** Between spaces, folded. */
  private final String words;

  Period(double perYear, String adjective, String one, String many, String words) {
    this.perYear = perYear;
    this.adjective = adjective;
    this.one = one;
    this.many = many;
    this.words = " " + words + " ";
  }

  /** By a folded noun, adjective or adverb. */
  static @Nullable Period of(String word) {
    for (Period period : values()) {
      if (period.words.contains(" " + word + " ")) {
        return period;
      }
    }
    return null;
  }

  /** With that many in a year; null for an unusual number. */
  static @Nullable Period perYear(double times) {
    for (Period period : values()) {
      if (period.perYear == times) {
        return period;
      }
    }
    return null;
  }

  /** True for "anual", false for "año": only the first says of what kind a rate is. */
  static boolean isAdjective(String word) {
    return word.endsWith("al")
        || word.endsWith("ales")
        || word.endsWith("ly")
        || word.startsWith("diari");
  }

  String noun(double count) {
    return count == 1 ? one : many;
  }
}
