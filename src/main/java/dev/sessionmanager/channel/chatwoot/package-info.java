/** Chatwoot 4: its webhooks in, answers out by its API. */
@NullMarked
package dev.sessionmanager.channel.chatwoot;

import org.jspecify.annotations.NullMarked;
