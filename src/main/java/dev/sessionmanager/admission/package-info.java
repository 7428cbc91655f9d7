/** Whether a message may come in now: how often, how many at once, in which order. */
@NullMarked
package dev.sessionmanager.admission;

import org.jspecify.annotations.NullMarked;
