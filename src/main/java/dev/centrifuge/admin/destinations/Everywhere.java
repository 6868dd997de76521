package dev.centrifuge.admin.destinations;

import dev.centrifuge.flow.count.Group;
import io.vertx.core.Future;
import java.util.OptionalLong;

/** What is known of all nodes. Any thread. */
public interface Everywhere {

    /** What became of the legs of all partitions, and what waits in those that this node does not read. */
    Group group();

    /**
     * About when the oldest of the legs that wait for a destination in partitions that this node does not read was received, in
     * milliseconds since the epoch; empty where that is not known. Never fails.
     */
    Future<OptionalLong> oldest(String destination);
}
