/** Signs of danger in what people write, and where help is found. */
@NullMarked
package dev.sessionmanager.safety;

import org.jspecify.annotations.NullMarked;
