/** Which messages are let in: how often, how many at once, in which order. */
@NullMarked
package dev.sessionmanager.admission;

import org.jspecify.annotations.NullMarked;
