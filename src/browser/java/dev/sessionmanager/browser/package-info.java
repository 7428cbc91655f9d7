@NullMarked
package dev.sessionmanager.browser;

import org.jspecify.annotations.NullMarked;
