@NullMarked
package dev.sessionmanager.vfs;

import org.jspecify.annotations.NullMarked;
