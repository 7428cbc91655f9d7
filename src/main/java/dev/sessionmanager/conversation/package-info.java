/** What was said: conversations, their turns, and the durable log that never loses one. */
@NullMarked
package dev.sessionmanager.conversation;

import org.jspecify.annotations.NullMarked;
