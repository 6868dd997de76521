package dev.centrifuge.simulation;

/** An operating system's process: it can be killed, and stopped for a while; what it had planned then waits. */
final class SimProcess {
    private final VirtualClock clock;
    private boolean killed;
    private long stoppedFrom;
    private long stoppedUntil;
    private long stoppedBefore;

    SimProcess(VirtualClock clock) {
        this.clock = clock;
    }

    void at(long nanos, Runnable action) {
        clock.at(nanos, () -> run(action));
    }

    void after(long nanos, Runnable action) {
        at(clock.nanos() + nanos, action);
    }

    private void run(Runnable action) {
        if (killed) {
            return;
        }
        if (clock.nanos() < stoppedUntil) {
            at(stoppedUntil, action);
        } else {
            action.run();
        }
    }

    /** SIGKILL. */
    void kill() {
        killed = true;
    }

    boolean killed() {
        return killed;
    }

    /** SIGSTOP, and SIGCONT after that time. */
    void stop(long nanos) {
        stoppedBefore += stoppedUntil - stoppedFrom;
        stoppedFrom = clock.nanos();
        stoppedUntil = stoppedFrom + nanos;
    }

    boolean stopped() {
        return clock.nanos() < stoppedUntil;
    }

    /** Nanoseconds that it could do something in, since time began. */
    long ran() {
        long now = clock.nanos();
        return now - stoppedBefore - (Math.min(now, stoppedUntil) - stoppedFrom);
    }
}
