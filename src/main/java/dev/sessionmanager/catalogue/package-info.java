@NullMarked
package dev.sessionmanager.catalogue;

import org.jspecify.annotations.NullMarked;
