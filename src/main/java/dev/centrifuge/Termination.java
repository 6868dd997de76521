package dev.centrifuge;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A graceful end on SIGTERM and SIGINT.
 *
 * <p>The JVM would exit with 143 after its hooks; a drain that went well is no failure, so the hook ends the process itself,
 * with 0. An end by {@link System#exit} runs the hook as well and keeps its own code.
 */
final class Termination {
    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);
    private static volatile boolean exiting;

    private Termination() {}

    /** What is to be done on a signal. */
    interface Stop {
        void run() throws Exception;
    }

    static void onSignal(Stop stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop), "centrifuge-stop"));
    }

    /** The process ends by itself: what waits in the shutdown hook must not wait for a drain that cannot succeed. */
    static void exiting() {
        exiting = true;
    }

    // A hook's last resort: whatever goes wrong, it is said, and the process ends.
    private static void end(Stop stop) {
        if (exiting) {
            return;
        }
        try {
            stop.run();
            Runtime.getRuntime().halt(0);
        } catch (Exception e) {
            LOG.error("the stop failed", e);
            Runtime.getRuntime().halt(1);
        }
    }
}
