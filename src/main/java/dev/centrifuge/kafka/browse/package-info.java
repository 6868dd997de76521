/**
 * Reading topics because somebody asks, apart from what delivers: newest first, within bounds, and never for longer than
 * somebody waits.
 *
 * <p>Threading: a {@link dev.centrifuge.kafka.browse.Browser} may be asked from any thread; what it runs, runs on worker
 * threads of its own, and a {@link dev.centrifuge.kafka.browse.Tape} belongs to one of them at a time.
 */
@NullMarked
package dev.centrifuge.kafka.browse;

import org.jspecify.annotations.NullMarked;
