package dev.centrifuge.delivery.token;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** An access token. Belongs to one event loop; times are the ticker's nanoseconds. */
public final class Token {

    /** Two clocks and a way between them: nearer to its end than this a token is not used any more. */
    private static final long MARGIN_NANOS = 2_000_000_000L;

    private final String value;
    private final long fetchedAt;
    private final long renewAt;
    private final long endsAt;

    /** Whether a destination took it, once at least. */
    private boolean proven;

    /**
     * @param fetchedAt when it was asked for, so that the way of the answer counts as part of its life
     * @param lifeNanos how long it lasts
     * @param renewal the part of its life, 0 to 1, after which a new one is fetched
     */
    Token(String value, long fetchedAt, long lifeNanos, double renewal) {
        this.value = value;
        this.fetchedAt = fetchedAt;
        this.renewAt = fetchedAt + (long) (lifeNanos * renewal);
        this.endsAt = fetchedAt + lifeNanos - Math.min(MARGIN_NANOS, lifeNanos / 5);
    }

    /** A secret. */
    public String value() {
        return value;
    }

    /** Adds the header that carries it. */
    public void stamp(MultiMap headers) {
        headers.add(HttpHeaders.AUTHORIZATION, "Bearer " + value);
    }

    /** The destination took it. */
    public void prove() {
        proven = true;
    }

    boolean isUsable(long now) {
        return now - endsAt < 0;
    }

    boolean isDue(long now) {
        return now - renewAt >= 0;
    }

    /** Whether a 401 tells more of the destination, or of what the client may do, than of this token. */
    boolean isFresh(long now, long nanos) {
        return !proven && now - fetchedAt < nanos;
    }
}
