/** Sockets: people who talk to agents line by line over TCP, and over WebSocket. */
@NullMarked
package dev.sessionmanager.channel.socket;

import org.jspecify.annotations.NullMarked;
