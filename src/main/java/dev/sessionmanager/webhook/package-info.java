/** Webhooks that go out to programs of the operator's: signed, kept until they are taken. */
@NullMarked
package dev.sessionmanager.webhook;

import org.jspecify.annotations.NullMarked;
