/** OpenAI's Responses and Conversations, kept in our log: a response is a turn. */
@NullMarked
package dev.sessionmanager.channel.responses;

import org.jspecify.annotations.NullMarked;
