package dev.sessionmanager.problem;

import org.hibernate.validator.constraints.Range;

/** How many rows of a list the operator asks for; more are on the next page. */
public record PageLimit(@Range(min = 1, max = MAX, message = "page") int limit) {

  private static final int MAX = 500;
}
