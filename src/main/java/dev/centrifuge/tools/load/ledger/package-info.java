/**
 * What was promised and what arrived: a bit for each request that was acknowledged, and one for each event and
 * destination; loss, duplicates and order follow from these.
 *
 * <p>Threading: requests are booked by the load's event loop, deliveries by the sinks'; they are compared once both are
 * done.
 */
@NullMarked
package dev.centrifuge.tools.load.ledger;

import org.jspecify.annotations.NullMarked;
