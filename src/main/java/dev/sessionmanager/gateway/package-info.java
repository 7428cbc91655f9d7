/** The one walk of every message, whatever the channel, and the one exception. */
@NullMarked
package dev.sessionmanager.gateway;

import org.jspecify.annotations.NullMarked;
