@NullMarked
package dev.sessionmanager.messaging;

import org.jspecify.annotations.NullMarked;
