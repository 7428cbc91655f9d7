/** The shared HTTP edge: security, problem rendering, trace ids, limits. */
@NullMarked
package dev.sessionmanager.web;

import org.jspecify.annotations.NullMarked;
