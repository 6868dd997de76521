package dev.centrifuge.simulation.check;

import java.util.Locale;

/**
 * A promise did not hold. Who sees it may be inside of a future's handler, whose failures Vert.x keeps to itself: the history
 * would go on, and come to another end. So the first one of a thread's history stays known.
 */
public final class BrokenPromise extends AssertionError {
    private static final long serialVersionUID = 1;
    private static final ThreadLocal<BrokenPromise> FIRST = new ThreadLocal<>();

    private final Promise promise;

    public BrokenPromise(Promise promise, String format, Object... arguments) {
        super(promise + ": " + String.format(Locale.ROOT, format, arguments));
        this.promise = promise;
        if (FIRST.get() == null) {
            FIRST.set(this);
        }
    }

    /** A history begins on this thread. */
    public static void forget() {
        FIRST.remove();
    }

    /** @throws BrokenPromise the first one since {@link #forget}, if any */
    public static void check() {
        BrokenPromise first = FIRST.get();
        if (first != null) {
            throw first;
        }
    }

    public Promise promise() {
        return promise;
    }
}
