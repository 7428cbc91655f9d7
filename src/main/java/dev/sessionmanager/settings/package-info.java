/** How settings are read: secrets from files, log level and format by their public names. */
@NullMarked
package dev.sessionmanager.settings;

import org.jspecify.annotations.NullMarked;
