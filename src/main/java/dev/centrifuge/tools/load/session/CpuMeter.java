package dev.centrifuge.tools.load.session;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What an event loop and this process have used of the processors, in nanoseconds. From any thread. */
final class CpuMeter {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long thread;

    private CpuMeter(long thread) {
        this.thread = thread;
    }

    /** Of a Vert.x with one event loop. */
    static Future<CpuMeter> of(Vertx vertx) {
        Promise<CpuMeter> made = Promise.promise();
        vertx.runOnContext(
                now -> made.complete(new CpuMeter(Thread.currentThread().getId())));
        return made.future();
    }

    long nanos() {
        return THREADS.isThreadCpuTimeSupported() ? Math.max(0, THREADS.getThreadCpuTime(thread)) : 0;
    }

    static long processNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Math.max(0, system.getProcessCpuTime())
                : 0;
    }
}
