/** The id by which one message is known in every log line, problem and upstream call. */
@NullMarked
package dev.sessionmanager.trace;

import org.jspecify.annotations.NullMarked;
