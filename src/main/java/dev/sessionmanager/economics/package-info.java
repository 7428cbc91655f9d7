@NullMarked
package dev.sessionmanager.economics;

import org.jspecify.annotations.NullMarked;
