package dev.centrifuge.simulation.check;

import java.util.Locale;

/** A promise did not hold. */
public final class BrokenPromise extends AssertionError {
    private static final long serialVersionUID = 1;

    private final Promise promise;

    public BrokenPromise(Promise promise, String format, Object... arguments) {
        super(promise + ": " + String.format(Locale.ROOT, format, arguments));
        this.promise = promise;
    }

    public Promise promise() {
        return promise;
    }
}
