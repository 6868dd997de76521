/**
 * Segment's tracking calls: what makes one valid, and what it becomes.
 *
 * <p>Threading: intakes are scratch space of one event loop.
 */
@NullMarked
package dev.centrifuge.ingest.segment;

import org.jspecify.annotations.NullMarked;
