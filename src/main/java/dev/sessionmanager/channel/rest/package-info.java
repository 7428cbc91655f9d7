/** The service's own HTTP contract: messages in, sessions and passwords of the caller. */
@NullMarked
package dev.sessionmanager.channel.rest;

import org.jspecify.annotations.NullMarked;
