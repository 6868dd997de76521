package dev.centrifuge.tools.load.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGINT and SIGTERM: the load is told to end, and the process waits for its report. The hook ends the process itself, with
 * the code that the command would have had, for the JVM's own would be 130.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 28_000;

    private final Thread hook;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int code = 1;

    private Interruption(Runnable interrupt) {
        this.hook = new Thread(() -> end(interrupt), "load-stop");
    }

    static Interruption of(Runnable interrupt) {
        Interruption interruption = new Interruption(interrupt);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** What the process ends with where it was told to. */
    void code(int other) {
        code = other;
    }

    private void end(Runnable interrupt) {
        interrupt.run();
        try {
            if (finished.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(code);
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook itself is what ends it.
        }
    }
}
