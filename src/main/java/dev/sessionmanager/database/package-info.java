/** Where everything is kept: the SQLite file, checked before it is opened. */
@NullMarked
package dev.sessionmanager.database;

import org.jspecify.annotations.NullMarked;
