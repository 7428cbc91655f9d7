/** Calculators and charts that answer questions about money, in Spanish. */
@NullMarked
package dev.sessionmanager.economics;

import org.jspecify.annotations.NullMarked;
