package dev.centrifuge.time;

/** Tells the time. Tests and the simulation have their own. */
public interface Ticker {

    /** Monotonic nanoseconds from an arbitrary origin: for intervals. */
    long nanos();

    /** Milliseconds since the epoch: for what is written down. May jump when somebody sets the clock. */
    long millis();

    /** The machine's clocks. */
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }
}
