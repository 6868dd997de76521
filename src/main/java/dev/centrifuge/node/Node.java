package dev.centrifuge.node;

import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.Configuration;
import java.io.IOException;
import java.util.List;

/**
 * A part of a running gateway. Making one opens what needs no broker, in the background; then all are opened, then all are
 * started, each in the order of their list, and stopped in the opposite one. What is called here may block, but for
 * {@link #routes} and {@link #port}.
 */
public interface Node {

    /** Opens what {@link #start} of another may need: ports, the broker. Nothing is delivered yet. */
    default void open() throws IOException {}

    /** Starts to work; returns when it does. Everything is open. */
    default void start() throws IOException {}

    /**
     * A configuration was loaded anew, and is valid. Called on the watch's thread, in the order of the stop: who lets events
     * in first.
     *
     * @return whether all of it was taken; what was not is logged, and the old stays
     */
    default boolean configured(Configuration now, ConfigDiff diff) {
        return true;
    }

    /** What it answers of the admin API. Asked once, when all nodes are made. */
    default List<Routes> routes() {
        return List.of();
    }

    /** The port it listens on, once it is open; 0 for none. */
    default int port() {
        return 0;
    }

    /** Ends what was begun; what comes before it in the list still works. */
    void stop() throws IOException, InterruptedException;
}
