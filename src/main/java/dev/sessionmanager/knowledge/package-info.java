/** What agents know: collections of Markdown entries, searched by relevance. */
@NullMarked
package dev.sessionmanager.knowledge;

import org.jspecify.annotations.NullMarked;
