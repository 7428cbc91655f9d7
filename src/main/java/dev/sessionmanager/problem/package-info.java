@NullMarked
package dev.sessionmanager.problem;

import org.jspecify.annotations.NullMarked;
