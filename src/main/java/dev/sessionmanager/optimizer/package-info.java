@NullMarked
package dev.sessionmanager.optimizer;

import org.jspecify.annotations.NullMarked;
