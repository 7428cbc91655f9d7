/** Whether a caller comes from a trusted network, and what takes that trust away. */
@NullMarked
package dev.sessionmanager.trust;

import org.jspecify.annotations.NullMarked;
