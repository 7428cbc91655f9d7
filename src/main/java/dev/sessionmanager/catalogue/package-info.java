/** A shop's products: read from a file, searched by words, shown with price and stock. */
@NullMarked
package dev.sessionmanager.catalogue;

import org.jspecify.annotations.NullMarked;
