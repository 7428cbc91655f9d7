/** Language models by name: provider clients, retries, time-outs, a circuit breaker each. */
@NullMarked
package dev.sessionmanager.model;

import org.jspecify.annotations.NullMarked;
