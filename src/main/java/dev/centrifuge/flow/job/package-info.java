/**
 * Delivering again what somebody asks for: dead letters (a redrive), or events of the past (a replay). A job only copies legs
 * into the topic of the replays, at a measured pace; lanes read that as they read a delay topic. Pure: which records a job
 * wants, where it stands, how fast it may copy.
 *
 * <p>Threading: what changes belongs to the one thread that runs the jobs, but for {@link dev.centrifuge.flow.job.Redriven}.
 */
@NullMarked
package dev.centrifuge.flow.job;

import org.jspecify.annotations.NullMarked;
