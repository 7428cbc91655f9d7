/** Files that users write: the settings at their head, and folders that are watched. */
@NullMarked
package dev.sessionmanager.files;

import org.jspecify.annotations.NullMarked;
