/**
 * Calls that the service makes over HTTP: one pooled client, its bounds, and one verdict on a
 * failed call.
 */
@NullMarked
package dev.sessionmanager.http;

import org.jspecify.annotations.NullMarked;
