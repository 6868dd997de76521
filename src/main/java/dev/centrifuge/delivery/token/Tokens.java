package dev.centrifuge.delivery.token;

import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The token of one client, kept from request to request. Whoever needs one while there is none waits for the one request
 * that fetches it; while there is one, its successor is fetched before it ends, and nobody waits.
 *
 * <pre>
 *            get                      70 to 85 % of its life
 *   none ────────▶ fetching ──▶ kept ────────────────────────▶ kept, fetching ──▶ kept
 *     ▲               │ failed    │ its end, or a 401                   │ failed
 *     └── holding off ◀┘          └──▶ none                             └──▶ kept, holding off
 * </pre>
 *
 * <p>After a failure the endpoint is left alone for a while, and who asks meanwhile is told at once: an endpoint that is
 * down gets a request every few seconds, however many events wait. The wait doubles from 1 s to 8 s, drawn from its upper
 * half, and is at least what {@code Retry-After} asks for. It is short, so that a destination whose endpoint has healed is
 * served within 10 s.
 *
 * <p>Belongs to one event loop.
 */
public final class Tokens {

    private static final long SHORTEST_HOLD_MILLIS = 1_000;
    private static final int MOST_DOUBLINGS = 3;

    /** Renewals are spread over this part of a life, so that clients which began together do not stay together. */
    private static final double RENEWAL = 0.70;

    private static final double RENEWAL_SPREAD = 0.15;

    /** A token that is refused while it is younger, and was never accepted, is not what is wrong. */
    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

    private final Supplier<Future<Grant>> endpoint;
    private final Ticker ticker;
    private final RandomGenerator random;

    private @Nullable Token kept;
    private @Nullable Future<Token> fetching;
    private int failures;
    private long heldUntil;
    private String lastFailure = "";

    /** When it was last asked for one. */
    private long usedAt;

    /** @param endpoint asks for a new token; answers on this event loop, within a time of its own */
    Tokens(Supplier<Future<Grant>> endpoint, Ticker ticker, RandomGenerator random) {
        this.endpoint = endpoint;
        this.ticker = ticker;
        this.random = random;
        this.usedAt = ticker.nanos();
        this.heldUntil = usedAt;
    }

    /** The token to use now. Fails with {@link TokenFailure}; complete at once where nothing has to be asked. */
    public Future<Token> get() {
        long now = ticker.nanos();
        usedAt = now;
        Token token = kept;
        boolean held = heldUntil - now > 0;
        if (token != null && token.isUsable(now)) {
            if (token.isDue(now) && !held && fetching == null) {
                fetch(now);
            }
            return Future.succeededFuture(token);
        }
        if (fetching != null) {
            return fetching;
        }
        return held ? Future.failedFuture(failure(now)) : fetch(now);
    }

    /**
     * A destination answered 401 to that token: it is not used any more. Each token is given up once for that, however many
     * requests it was refused to.
     *
     * @return whether to try again with another token
     */
    public boolean refused(Token token) {
        if (token != kept) {
            return true;
        }
        if (token.isFresh(ticker.nanos(), FRESH_NANOS)) {
            return false;
        }
        kept = null;
        return true;
    }

    boolean isIdle(long now, long nanos) {
        return fetching == null && now - usedAt > nanos;
    }

    private Future<Token> fetch(long now) {
        Promise<Token> promise = Promise.promise();
        Future<Token> future = promise.future();
        fetching = future;
        endpoint.get().onComplete(grant -> promise.complete(fetched(grant, now)), e -> promise.fail(failed(e)));
        return future;
    }

    private Token fetched(Grant grant, long askedAt) {
        double renewal = RENEWAL + RENEWAL_SPREAD * random.nextDouble();
        Token token = new Token(grant.accessToken(), askedAt, grant.life().toNanos(), renewal);
        kept = token;
        fetching = null;
        failures = 0;
        return token;
    }

    private TokenFailure failed(Throwable cause) {
        long now = ticker.nanos();
        long ceiling = SHORTEST_HOLD_MILLIS << Math.min(failures, MOST_DOUBLINGS);
        long own = ceiling / 2 + random.nextLong(ceiling / 2 + 1);
        long asked = cause instanceof TokenFailure failure ? failure.waitMillis() : 0;
        heldUntil = now + Math.max(own, asked) * 1_000_000;
        failures++;
        fetching = null;
        lastFailure = Objects.requireNonNullElse(cause.getMessage(), "no token");
        return failure(now);
    }

    private TokenFailure failure(long now) {
        return new TokenFailure(lastFailure, Math.max(1, (heldUntil - now) / 1_000_000));
    }
}
