package dev.centrifuge.delivery;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.answer.Answers;
import dev.centrifuge.delivery.answer.Causes;
import dev.centrifuge.delivery.answer.ItemResults;
import dev.centrifuge.delivery.answer.Redaction;
import dev.centrifuge.delivery.head.Head;
import dev.centrifuge.delivery.head.Stamp;
import dev.centrifuge.delivery.token.Token;
import dev.centrifuge.delivery.token.TokenFailure;
import dev.centrifuge.delivery.token.Tokens;
import dev.centrifuge.payload.Composer;
import dev.centrifuge.payload.Prepared;
import dev.centrifuge.payload.Prepared.Ready;
import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deliveries to one destination over HTTP. Belongs to one event loop. */
final class HttpDelivery implements Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(HttpDelivery.class);

    /** Marks what an operator sends to see what comes back. */
    private static final String TEST = "x-centrifuge-test";

    /** How a request of this destination looks; the same object for each, as requests only read it. */
    private final RequestOptions options;

    private final Composer composer;
    private final boolean results;
    private final List<Stamp> stamps;
    private final Connections connections;
    private final @Nullable Tokens tokens;
    private final DestinationConfig config;
    private final Answers answers;
    private final Redaction redaction;
    private final long timeoutNanos;
    private final long firstByteNanos;
    private final Ticker ticker;
    private final LostTime lost;
    private final Context loop;
    private final LogGate bugs;

    private final Underway underway = new Underway();
    private boolean closed;

    HttpDelivery(
            RequestOptions options,
            Composer composer,
            boolean results,
            List<Stamp> stamps,
            Connections connections,
            @Nullable Tokens tokens,
            DestinationConfig config,
            Ticker ticker,
            LostTime lost,
            Context loop) {
        this.options = options;
        this.composer = composer;
        this.results = results;
        this.stamps = stamps;
        this.connections = connections;
        this.tokens = tokens;
        this.config = config;
        this.answers = Answers.of(config.http().answers());
        this.redaction = Redaction.of(config);
        this.timeoutNanos = config.timeout().toNanos();
        Duration firstByte = config.http().timeouts().firstByte();
        this.firstByteNanos = firstByte == null ? Long.MAX_VALUE : firstByte.toNanos();
        this.ticker = ticker;
        this.lost = lost;
        this.loop = loop;
        this.bugs = new LogGate(LOG, Duration.ofMinutes(1), ticker);
    }

    @Override
    public Future<Outcome> send(Attempt attempt) {
        if (attempt.events().size() == 1) {
            Prepared prepared = composer.prepare(attempt.event());
            return prepared instanceof Ready ready
                    ? send(attempt, List.of(ready))
                    : Future.succeededFuture(Bundle.unsent(prepared));
        }
        Bundle bundle = new Bundle(composer, attempt.events());
        return bundle.ready().isEmpty()
                ? Future.succeededFuture(bundle.nothing())
                : send(attempt, bundle.ready()).map(bundle::whole);
    }

    private Future<Outcome> send(Attempt attempt, List<Ready> ready) {
        byte[] body = composer.body(ready, ticker.millis());
        Exchange exchange = new Exchange(this, attempt, ready, body, ticker.nanos(), lost.nanos());
        underway.add(exchange);
        if (closed) {
            later(exchange, Causes.CLOSED, "the delivery was closed");
        } else {
            authorize(exchange);
        }
        return exchange.future();
    }

    /** Lets an exchange go on, at once or when there is a token for it. */
    void authorize(Exchange exchange) {
        if (tokens == null) {
            exchange.authorized(null);
            return;
        }
        Future<Token> token = tokens.get();
        if (token.failed()) {
            // As with other failures: never before send has returned.
            loop.runOnContext(v -> unauthorized(exchange, token.cause()));
        } else {
            token.onComplete(exchange::authorized, e -> unauthorized(exchange, e));
        }
    }

    private static void unauthorized(Exchange exchange, Throwable why) {
        long wait = why instanceof TokenFailure failure ? failure.waitMillis() : 0;
        exchange.unauthorized(String.valueOf(why.getMessage()), wait);
    }

    /** Gives it a connection, at once or later. */
    void acquire(Exchange exchange) {
        if (!connections.acquire(exchange)) {
            later(exchange, Causes.BUSY, "more attempts at once than the destination's concurrency");
        }
    }

    /** What an answer says of the token: true where it was refused and another one may not be. */
    boolean judges(Token token, int status, boolean renewed) {
        if (status != 401) {
            token.prove();
            return false;
        }
        return tokens != null && !renewed && tokens.refused(token);
    }

    /** Never before {@link #send} has returned: a caller that sends the next one on an answer would nest without end. */
    private void later(Exchange exchange, String cause, String message) {
        loop.runOnContext(v -> exchange.cancelled(cause, message));
    }

    @Override
    public void close() {
        closed = true;
        connections.close();
    }

    boolean isOver() {
        return closed && underway.isEmpty();
    }

    /** Ends what is under way as failed. */
    void cancel() {
        close();
        for (Exchange oldest = underway.oldest(); oldest != null; oldest = underway.oldest()) {
            oldest.cancelled(Causes.CLOSED, "the delivery was closed");
        }
    }

    /** Ends what is past its deadline. */
    void sweep(long now) {
        Exchange oldest = underway.oldest();
        while (oldest != null && endIfOverdue(oldest, now)) {
            oldest = underway.oldest();
        }
        if (firstByteNanos < Long.MAX_VALUE) {
            endSilent(now);
        }
    }

    /** Requests are not written in the order in which attempts start, so each is looked at. */
    private void endSilent(long now) {
        List<Exchange> silent = new ArrayList<>();
        for (Exchange e = underway.oldest(); e != null; e = e.younger) {
            if (e.unanswered && now - e.sentAt >= firstByteNanos) {
                silent.add(e);
            }
        }
        silent.forEach(e -> e.timedOut(2 * (lost.nanos() - e.lostAtSent) >= now - e.sentAt));
    }

    /** Its request is about to be written. */
    void leaving(Exchange exchange) {
        if (firstByteNanos < Long.MAX_VALUE) {
            exchange.unanswered = true;
            exchange.sentAt = ticker.nanos();
            exchange.lostAtSent = lost.nanos();
        }
    }

    boolean endIfOverdue(Exchange exchange, long now) {
        long took = now - exchange.startedAt;
        if (took < timeoutNanos) {
            return false;
        }
        exchange.timedOut(2 * (lost.nanos() - exchange.lostAtStart) >= took);
        return true;
    }

    void expire(long now) {
        connections.expire(now);
    }

    /** For what would be a bug of ours: all else is told by outcomes. */
    void warn(String what, Throwable bug) {
        bugs.warn(what, bug);
    }

    /** Of a request to that path and query; null for the destination's own. */
    RequestOptions options(@Nullable String target) {
        return target == null ? options : new RequestOptions(options).setURI(target);
    }

    Redaction redaction() {
        return redaction;
    }

    void stamp(Attempt attempt, Ready ready, byte[] body, MultiMap headers) {
        Head head = Head.of(attempt.events(), attempt.number(), body, ticker.millis())
                .traced(attempt.traceparent());
        headers.add(HttpHeaders.CONTENT_TYPE, ready.contentType());
        for (Prepared.Field field : ready.headers()) {
            headers.add(field.name(), field.value());
        }
        for (int i = 0; i < stamps.size(); i++) {
            stamps.get(i).stamp(head, headers);
        }
        if (attempt.trial() != null) {
            headers.set(TEST, "true");
        }
    }

    /** A request that is made, to be shown. */
    Sent shown(HttpClientRequest request, byte[] body, Redaction hiding) {
        return SentRequest.of(request, body, config, hiding);
    }

    Outcome classify(HttpClientResponse response, String excerpt, long startedAt) {
        int status = response.statusCode();
        Answer answer = answer(status, Answers.cause(status), excerpt, startedAt);
        return answers.isSuccess(status)
                ? new Outcome.Delivered(answer)
                : answers.classify(answer, response.getHeader(HttpHeaders.RETRY_AFTER), ticker.millis());
    }

    boolean isSuccess(int status) {
        return answers.isSuccess(status);
    }

    Outcome failed(Answer answer, long gateMillis) {
        return answers.failed(answer, gateMillis);
    }

    /** Whether answers to what was taken are read for what they say of single events. */
    boolean readsResults() {
        return results;
    }

    /** @param body of the answer, as far as it was read */
    Outcome results(Outcome taken, Buffer body, int events) {
        Map<Integer, Outcome> rejected = ItemResults.read(body, events, taken.answer(), redaction);
        if (rejected.isEmpty()) {
            return taken;
        }
        return events == 1 ? Objects.requireNonNull(rejected.get(0)) : new Outcome.Partly(taken.answer(), rejected);
    }

    Answer answer(int status, String cause, String excerpt, long startedAt) {
        return new Answer(status, cause, excerpt, ticker.nanos() - startedAt);
    }

    boolean again(Exchange exchange) {
        return connections.acquireFresh(exchange);
    }

    void forget(Exchange exchange) {
        connections.forget(exchange);
    }

    void release(Link link, boolean reusable) {
        connections.release(link, reusable);
    }

    void ended(Exchange exchange) {
        underway.remove(exchange);
    }
}
