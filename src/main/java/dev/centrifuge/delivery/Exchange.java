package dev.centrifuge.delivery;

import dev.centrifuge.delivery.answer.Answers;
import dev.centrifuge.delivery.answer.Causes;
import dev.centrifuge.delivery.answer.Excerpt;
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
 *      └────────────────────┘
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

    private @Nullable Link link;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private @Nullable Excerpt excerpt;
    private @Nullable Buffer results;
    private int bodyBytes;
    private boolean again;
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
        } catch (RuntimeException bug) {
            owner.warn("Cannot make the headers of a request", bug);
            cancelled(Causes.INTERNAL, "the request could not be made");
            return;
        }
        open.response().onComplete(this::answered, this::failed);
        attempt.leaving().run();
        // The body is wrapped, not copied: nobody changes it, be it an event's own or made for this.
        open.end(BufferInternal.buffer(Unpooled.wrappedBuffer(body)));
    }

    private void answered(HttpClientResponse answer) {
        if (over) {
            return;
        }
        response = answer;
        if (!Answers.isSuccess(answer.statusCode())) {
            excerpt = new Excerpt(owner.redaction());
        } else if (owner.readsResults()) {
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
        } else if (results != null) {
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
        Outcome outcome = owner.classify(whole, excerptText(), startedAt);
        outcome = results == null ? outcome : owner.results(outcome, results, events);
        giveBack(link != null && link.survives(whole));
        finish(outcome);
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
            request = null;
            if (owner.again(this)) {
                return;
            }
        }
        end(cause, Excerpt.of(failure, owner.redaction()));
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
        int status = response == null ? 0 : response.statusCode();
        finish(new Outcome.Failed(owner.answer(status, cause, message, startedAt), 0));
    }

    private void finish(Outcome outcome) {
        over = true;
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
