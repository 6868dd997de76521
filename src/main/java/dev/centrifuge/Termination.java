package dev.centrifuge;

import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A graceful end on SIGTERM and SIGINT.
 *
 * <p>The JVM would exit with 143 after its hooks; a drain that went well is no failure, so the hook ends the process itself,
 * with 0. An end by {@link System#exit} runs the hook as well and keeps its own code.
 */
final class Termination {
    private static final Duration PATIENCE = Duration.ofSeconds(28);
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

    /** Whatever hangs, the process ends in time: what is not answered by then stays open in the log. */
    private static void watch() {
        Thread watchdog = new Thread(Termination::giveUp, "centrifuge-stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private static void giveUp() {
        long until = Ticker.system().nanos() + PATIENCE.toNanos();
        for (long left = PATIENCE.toNanos();
                left > 0;
                left = until - Ticker.system().nanos()) {
            LockSupport.parkNanos(left);
        }
        log().warn("the stop took longer than {} s: ending as it is", PATIENCE.toSeconds());
        Runtime.getRuntime().halt(0);
    }

    // A hook's last resort: whatever goes wrong, it is said, and the process ends.
    private static void end(Stop stop) {
        if (exiting) {
            return;
        }
        watch();
        try {
            stop.run();
            Runtime.getRuntime().halt(0);
        } catch (Exception e) {
            log().error("the stop failed", e);
            Runtime.getRuntime().halt(1);
        }
    }

    /** Not a static field: every command ends here, and most of them log nothing. */
    private static Logger log() {
        return LoggerFactory.getLogger(Termination.class);
    }
}
