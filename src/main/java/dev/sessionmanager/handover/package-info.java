/** Wishes for a human, from the moment one is uttered until somebody has seen to it. */
@NullMarked
package dev.sessionmanager.handover;

import org.jspecify.annotations.NullMarked;
