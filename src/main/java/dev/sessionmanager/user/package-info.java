/** Who you are: users, their passwords, and the guard against guessing them. */
@NullMarked
package dev.sessionmanager.user;

import org.jspecify.annotations.NullMarked;
