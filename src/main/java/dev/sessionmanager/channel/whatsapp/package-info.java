/** WhatsApp through the Evolution API: what arrives by webhook, what goes out by its REST API. */
@NullMarked
package dev.sessionmanager.channel.whatsapp;

import org.jspecify.annotations.NullMarked;
