/**
 * HTTP in: Segment's routes and CloudEvents, authentication, limits, validation, permits, and honest answers.
 *
 * <p>Threading: a request lives on the event loop that accepted it; nothing here may block.
 */
@NullMarked
package dev.centrifuge.ingest;

import org.jspecify.annotations.NullMarked;
