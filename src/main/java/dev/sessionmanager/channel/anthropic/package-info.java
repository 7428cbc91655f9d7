/** Anthropic's Messages API, so that its clients talk to our agents as they are. */
@NullMarked
package dev.sessionmanager.channel.anthropic;

import org.jspecify.annotations.NullMarked;
