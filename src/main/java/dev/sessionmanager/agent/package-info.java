/** Who answers. */
@NullMarked
package dev.sessionmanager.agent;

import org.jspecify.annotations.NullMarked;
