/**
 * What saves processor time inside other people's libraries. Each has a switch {@code tuning.…}, by
 * which the stock way is taken, and its figure in docs/rationale.md.
 */
@NullMarked
package dev.sessionmanager.tuning;

import org.jspecify.annotations.NullMarked;
