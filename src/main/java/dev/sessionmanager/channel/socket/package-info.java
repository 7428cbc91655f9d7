/** Live connections: WebSockets, and lines over TCP. */
@NullMarked
package dev.sessionmanager.channel.socket;

import org.jspecify.annotations.NullMarked;
