@NullMarked
package dev.sessionmanager.embedded;

import org.jspecify.annotations.NullMarked;
