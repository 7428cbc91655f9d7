/** What an agent can do beside talking: the interface of every tool, and the registry of all. */
@NullMarked
package dev.sessionmanager.tool;

import org.jspecify.annotations.NullMarked;
