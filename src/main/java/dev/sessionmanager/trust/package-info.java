/** What a caller is trusted for by address, what takes that away, and the operator's token. */
@NullMarked
package dev.sessionmanager.trust;

import org.jspecify.annotations.NullMarked;
