package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.kafka.commit.Writes;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint under way: what it writes, and what to do when its end is known.
 *
 * @param copies the legs that it resolves by a copy
 * @param changes the progress that it writes, to be given back if it fails
 */
record Checkpoint(List<Copy> copies, Map<Lane, Progress.Changes> changes, Writes writes) {}
