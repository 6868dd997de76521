package dev.centrifuge.delivery.token;

/** Why there is no token. No stack trace: it is an expected end. */
public final class TokenFailure extends Exception {

    private final long waitMillis;

    /** @param message for people, without secrets */
    TokenFailure(String message) {
        this(message, 0);
    }

    /** @param waitMillis how long nothing more will be asked of the endpoint; 0 where nobody says */
    TokenFailure(String message, long waitMillis) {
        super(message, null, false, false);
        this.waitMillis = waitMillis;
    }

    /** In milliseconds from when it was made. */
    public long waitMillis() {
        return waitMillis;
    }
}
