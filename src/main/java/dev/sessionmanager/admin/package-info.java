/** The operator's desk: state, health, users and sessions of everybody. */
@NullMarked
package dev.sessionmanager.admin;

import org.jspecify.annotations.NullMarked;
