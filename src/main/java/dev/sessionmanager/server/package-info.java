/** How the service opens its ports, and in which order its parts start and stop. */
@NullMarked
package dev.sessionmanager.server;

import org.jspecify.annotations.NullMarked;
