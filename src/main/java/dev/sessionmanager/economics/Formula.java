package dev.sessionmanager.economics;

/** What a calculator calculates. */
@FunctionalInterface
interface Formula {

  /**
   * Calculates; all required inputs are given.
   *
   * @throws Refusal when there is no result for these numbers
   */
  Calculation of(Arguments given);
}
