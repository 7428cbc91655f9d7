/** Who is here now: one row a presence on any channel, its token, and where it came from. */
@NullMarked
package dev.sessionmanager.session;

import org.jspecify.annotations.NullMarked;
