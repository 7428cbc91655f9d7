/** OpenAI's API, so that its clients talk to our agents as they are: agents are the models. */
@NullMarked
package dev.sessionmanager.channel.openai;

import org.jspecify.annotations.NullMarked;
