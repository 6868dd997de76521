/** Clients that exist, unchanged, pointed at the gateway. */
package dev.centrifuge.client;
