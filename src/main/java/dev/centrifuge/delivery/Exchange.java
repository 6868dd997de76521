package dev.centrifuge.delivery;

import dev.centrifuge.delivery.answer.Causes;
import dev.centrifuge.delivery.answer.Excerpt;
import dev.centrifuge.delivery.answer.Redaction;
import dev.centrifuge.delivery.token.Token;
import dev.centrifuge.payload.Prepared.Ready;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt under way: from waiting for a connection to the last byte of the answer.
 *
 * <pre>
 *   waiting ──connected──▶ sent ──answered──▶ reading ──ended──▶ over
 *      ▲                    │ a kept connection turned out dead: once more, on another one
 *      ├────────────────────┘                    │
 *      └─────────────────────────────────────────┘ a fetched token was refused: once more, with another one
 *   from each state: timedOut, cancelled, failed ──▶ over
 * </pre>
 *
 * Belongs to the event loop of its delivery, which also keeps it in a list ordered by deadline.
 */
final class Exchange {

    /** What of an answer's body is read; a longer one is cut off, by closing, once its status has told the outcome. */
    private static final int MOST_BODY = 64 * 1024;

    final Attempt attempt;
    final long startedAt;

    /** Time that the event loop had lost when it started, in nanoseconds. */
    final long lostAtStart;

    private final HttpDelivery owner;
    private final Ready ready;
    private final int events;
    private final byte[] body;
    private final Promise<Outcome> promise = Promise.promise();

    /** Neighbours among the exchanges under way, the older and the younger one; only {@link Underway} touches them. */
    @Nullable
    Exchange older;

    @Nullable
    Exchange younger;

    /** What it authenticates with, where that is fetched. */
    private @Nullable Token token;

    private @Nullable Link link;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private @Nullable Excerpt excerpt;
    private @Nullable Buffer results;
    private int bodyBytes;
    private boolean again;

    /** Whether a second token was asked for, as the first one was refused. */
    private boolean renewed;

    /** Whether its request is written and not a byte of the answer came. */
    boolean unanswered;

    /** When the request was written, and the time that the event loop had lost by then; only where {@code unanswered}. */
    long sentAt;

    long lostAtSent;

    /** Whether a request is handed to the connection and not known to be written: somebody asks when it is. */
    private boolean leaving;

    private boolean over;

    /** @param body what {@code ready} are sent as, which share their target and headers */
    Exchange(HttpDelivery owner, Attempt attempt, List<Ready> ready, byte[] body, long startedAt, long lostAtStart) {
        this.owner = owner;
        this.attempt = attempt;
        this.ready = ready.get(0);
        this.events = ready.size();
        this.body = body;
        this.startedAt = startedAt;
        this.lostAtStart = lostAtStart;
    }

    Future<Outcome> future() {
        return promise.future();
    }

    /** It may go on: with that token, or without one. */
    void authorized(@Nullable Token given) {
        if (over) {
            return;
        }
        token = given;
        owner.acquire(this);
    }

    /** There is no token, and none will be asked for within {@code waitMillis}. */
    void unauthorized(String why, long waitMillis) {
        if (!over) {
            end(Causes.TOKEN, owner.redaction().apply(why), waitMillis);
        }
    }

    void connected(Link lent) {
        link = lent;
        lent.http.request(owner.options(ready.target())).onComplete(this::ready, this::failed);
    }

    private void ready(HttpClientRequest open) {
        if (over) {
            open.reset();
            return;
        }
        request = open;
        try {
            owner.stamp(attempt, ready, body, open.headers());
            if (token != null) {
                token.stamp(open.headers());
            }
        } catch (RuntimeException bug) {
            owner.warn("Cannot make the headers of a request", bug);
            cancelled(Causes.INTERNAL, "the request could not be made");
            return;
        }
        open.response().onComplete(this::answered, this::failed);
        if (attempt.trial() != null) {
            attempt.trial().accept(owner.shown(open, body, redaction()));
        }
        owner.leaving(this);
        // The body is wrapped, not copied: nobody changes it, be it an event's own or made for this.
        Future<Void> written = open.end(BufferInternal.buffer(Unpooled.wrappedBuffer(body)));
        if (attempt.left() != null) {
            leaving = true;
            written.onComplete(end -> left(open));
        }
    }

    /** Not for a request that was given up before, and is counted. */
    private void left(HttpClientRequest gone) {
        if (gone == request) {
            left();
        }
    }

    private void left() {
        if (leaving) {
            leaving = false;
            attempt.tellLeft();
        }
    }

    private void answered(HttpClientResponse answer) {
        if (over) {
            return;
        }
        unanswered = false;
        response = answer;
        boolean success = owner.isSuccess(answer.statusCode());
        if (!success || attempt.trial() != null) {
            excerpt = new Excerpt(redaction());
        }
        if (success && owner.readsResults()) {
            results = Buffer.buffer();
        }
        answer.handler(this::read).exceptionHandler(this::failed).endHandler(v -> ended());
    }

    private void read(Buffer chunk) {
        if (over) {
            return;
        }
        bodyBytes += chunk.length();
        if (excerpt != null) {
            excerpt.add(chunk);
        }
        if (results != null) {
            results.appendBuffer(chunk);
        }
        if (bodyBytes > MOST_BODY) {
            HttpClientResponse cut = response;
            abort();
            if (cut != null) {
                finish(owner.classify(cut, excerptText(), startedAt));
            }
        }
    }

    private void ended() {
        HttpClientResponse whole = response;
        if (over || whole == null) {
            return;
        }
        giveBack(link != null && link.survives(whole));
        if (token != null && owner.judges(token, whole.statusCode(), renewed)) {
            renewed = true;
            startOver();
            owner.authorize(this);
            return;
        }
        Outcome outcome = owner.classify(whole, excerptText(), startedAt);
        finish(results == null ? outcome : owner.results(outcome, results, events));
    }

    /** As if nothing had been sent. */
    private void startOver() {
        left();
        request = null;
        response = null;
        excerpt = null;
        results = null;
        bodyBytes = 0;
        unanswered = false;
    }

    /** Tells why there is no connection, or no whole answer on it. */
    void failed(Throwable failure) {
        if (over) {
            return;
        }
        String cause = Causes.of(failure, request != null);
        boolean stale = link != null && link.proven && response == null && cause.equals(Causes.RESET);
        giveBack(false);
        if (stale && !again) {
            // The other side closed an idle connection as we took it. Not the destination's failure, and the webhook-id
            // lets it recognise the event should it have been read after all.
            again = true;
            startOver();
            if (owner.again(this)) {
                return;
            }
        }
        end(cause, Excerpt.of(failure, redaction()));
    }

    /** True if its time is over, and with it the exchange. */
    boolean endIfOverdue(long now) {
        return owner.endIfOverdue(this, now);
    }

    /** @param ours whether it is this process that was late */
    void timedOut(boolean ours) {
        if (over) {
            return;
        }
        abort();
        String late = response == null ? "no answer in time" : "the answer did not end in time";
        end(ours ? Answer.UNHEARD : Causes.TIMEOUT, ours ? late + ", but this gateway was busy" : late);
    }

    /** Ends it at once, for a reason of our own. */
    void cancelled(String cause, String message) {
        if (over) {
            return;
        }
        abort();
        end(cause, message);
    }

    private void end(String cause, String message) {
        end(cause, message, 0);
    }

    private void end(String cause, String message, long gateMillis) {
        int status = response == null ? 0 : response.statusCode();
        finish(owner.failed(owner.answer(status, cause, message, startedAt), gateMillis));
    }

    private Redaction redaction() {
        return token == null ? owner.redaction() : owner.redaction().and(token.value());
    }

    private void finish(Outcome outcome) {
        over = true;
        left();
        owner.ended(this);
        promise.complete(outcome);
    }

    private String excerptText() {
        return excerpt == null ? "" : excerpt.text();
    }

    /** Stops what is under way, on the wire too. HTTP/1.1 closes the connection, HTTP/2 resets the stream. */
    private void abort() {
        over = true;
        if (link == null) {
            owner.forget(this);
        } else if (request != null) {
            // CANCEL of RFC 9113 section 7.
            request.reset(0x8);
        }
        giveBack(false);
    }

    private void giveBack(boolean reusable) {
        Link lent = link;
        if (lent != null) {
            link = null;
            owner.release(lent, reusable);
        }
    }
}
