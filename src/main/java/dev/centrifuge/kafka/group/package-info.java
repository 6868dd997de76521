/**
 * What other nodes have committed, as one that does not read their partitions sees it: the funnel of the whole group, and where
 * the legs of an event are.
 *
 * <p>Threading: {@link dev.centrifuge.kafka.group.GroupFunnel} is fed by the thread that follows {@code state}, and read by any;
 * {@link dev.centrifuge.kafka.group.CommittedLegs} reads on the browser's workers, and may be asked from any thread.
 */
@NullMarked
package dev.centrifuge.kafka.group;

import org.jspecify.annotations.NullMarked;
