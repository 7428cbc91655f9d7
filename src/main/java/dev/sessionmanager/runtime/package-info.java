/** The agent runtime: over HTTP, embedded in this process, and the API that serves it. */
@NullMarked
package dev.sessionmanager.runtime;

import org.jspecify.annotations.NullMarked;
