/**
 * What the lanes and those around them say to each other: records that come in, legs that are handed over and how they end,
 * copies that go out, whose legs they are and where they stand. Two interfaces to dispatch, and values; what happens behind
 * them is in {@code flow.lane} and {@code flow.outbox}.
 *
 * <p>Threading: values are immutable; each interface says whose it is.
 */
@NullMarked
package dev.centrifuge.flow.handover;

import org.jspecify.annotations.NullMarked;
