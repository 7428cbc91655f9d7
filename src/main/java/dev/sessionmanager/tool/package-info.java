/** What agents can do beside talking: calculators, charts, a catalogue. */
@NullMarked
package dev.sessionmanager.tool;

import org.jspecify.annotations.NullMarked;
