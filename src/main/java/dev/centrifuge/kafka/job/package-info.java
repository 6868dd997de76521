/**
 * Dead letters as they are found again, and the jobs that deliver letters and events of the past once more: which node runs
 * them, how a step of theirs becomes durable, and how it is found again after a crash.
 *
 * <p>Threading: {@link dev.centrifuge.kafka.job.Board} is for any thread; {@link dev.centrifuge.kafka.job.Runner} runs all
 * jobs of a node on one thread of its own, which blocks on Kafka.
 */
@NullMarked
package dev.centrifuge.kafka.job;

import org.jspecify.annotations.NullMarked;
