/**
 * Where a destination may be reached: parsing of hosts, resolution of names, and the guard that keeps requests away
 * from addresses that are not on the public Internet.
 *
 * <p>Threading: policies and hosts are immutable; a resolution cache belongs to one event loop.
 */
@NullMarked
package dev.centrifuge.delivery.address;

import org.jspecify.annotations.NullMarked;
