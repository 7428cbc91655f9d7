/** Text as people write it: folding, words, patterns of words, word files, language. */
@NullMarked
package dev.sessionmanager.text;

import org.jspecify.annotations.NullMarked;
