/**
 * From the bytes of a body to what is appended to the log: what every kind of body has in common.
 *
 * <p>Threading: an {@link dev.centrifuge.ingest.intake.Intake} and what it is made of are scratch space of one event
 * loop, used for one body at a time, without a pause between reading and composing. What comes out is immutable.
 */
@NullMarked
package dev.centrifuge.ingest.intake;

import org.jspecify.annotations.NullMarked;
