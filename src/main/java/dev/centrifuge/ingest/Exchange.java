package dev.centrifuge.ingest;

import dev.centrifuge.ingest.access.Permits;
import dev.centrifuge.ingest.access.RateLimit;
import dev.centrifuge.ingest.access.Source;
import dev.centrifuge.ingest.http.Answer;
import dev.centrifuge.ingest.http.BodyKind;
import dev.centrifuge.ingest.http.ContentCoding;
import dev.centrifuge.ingest.http.Gunzip;
import dev.centrifuge.ingest.http.Route;
import dev.centrifuge.ingest.http.TraceParent;
import dev.centrifuge.ingest.intake.Intake;
import dev.centrifuge.ingest.intake.Intake.Accepted;
import dev.centrifuge.ingest.intake.Refusal;
import io.vertx.core.Completable;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request, from its head to its answer. It is its own handler of chunks and of the log's acknowledgement, so that a
 * request costs one object.
 *
 * <pre>
 *   open ──▶ READING ──end──▶ APPENDING ──ack──▶ DONE
 *     │         │               (the log)          ▲
 *     └─────────┴── refused, or the client left ───┘
 * </pre>
 *
 * <p>Permits are taken as bytes arrive, not as they are announced: a client that promises much and sends nothing holds
 * nothing. They are given back when it is {@code DONE}. Belongs to the request's event loop.
 */
final class Exchange implements Handler<Buffer>, Completable<Void> {

    private enum State {
        READING,
        APPENDING,
        DONE
    }

    /** A gzip body may be a little larger than what it holds: that of random bytes is, by some 160 bytes in 500 KB. */
    private static final int GZIP_ROOM = 4096;

    private static final byte[] NOTHING = new byte[0];

    private final IngestHandler loop;
    private final Ingest ingest;
    private final HttpServerRequest request;
    private final Route route;
    private final long startNanos;

    private State state = State.DONE;
    private BodyKind kind = BodyKind.SINGLE;
    private boolean gzip;
    private int cap;
    private @Nullable Source source;
    private @Nullable Discard discard;
    private byte[] body = NOTHING;
    private int length;
    private long held;
    private @Nullable Accepted accepted;
    private RequestTraces.@Nullable Followed followed;

    Exchange(IngestHandler loop, HttpServerRequest request, Route route, long startNanos) {
        this.loop = loop;
        this.ingest = loop.ingest();
        this.request = request;
        this.route = route;
        this.startNanos = startNanos;
    }

    /** Refuses what the head alone condemns, or reads the body. */
    void open() {
        Answer refusal = head(request.headers());
        if (refusal != null) {
            loop.refuse(request, source, refusal);
            return;
        }
        state = State.READING;
        request.exceptionHandler(this::gone);
        request.handler(this);
        request.endHandler(this::end);
        invite();
    }

    /** Says that the body may come, to a client that waits to be told. */
    private void invite() {
        boolean waits = request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true);
        if (waits && request.version() != HttpVersion.HTTP_1_0) {
            request.response().writeContinue();
        }
    }

    private @Nullable Answer head(MultiMap headers) {
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        Answer stranger = authorization == null ? null : authenticate(authorization);
        return stranger != null ? stranger : body(headers);
    }

    private @Nullable Answer authenticate(String authorization) {
        source = loop.keys().header(authorization, ingest.sources());
        if (source == null || !source.enabled()) {
            return source == null ? Answer.UNAUTHORIZED : Answer.DISABLED;
        }
        RateLimit rate = source.rate();
        long wait = rate == null ? 0 : rate.peek(startNanos);
        return wait > 0 ? Answer.overRate(wait) : null;
    }

    private @Nullable Answer body(MultiMap headers) {
        ContentCoding coding = ContentCoding.of(headers);
        BodyKind wanted = BodyKind.of(route, headers);
        if (coding == null || wanted == null) {
            return coding == null ? Answer.CODING : Answer.TYPE;
        }
        kind = wanted;
        gzip = coding == ContentCoding.GZIP;
        cap = kind.isBatch() ? ingest.limits().batch() : ingest.limits().event();
        if (declared(headers) > arriving()) {
            return tooLarge();
        }
        return acquire(Permits.REQUEST) ? null : Answer.BUSY;
    }

    /** The most bytes that may arrive. */
    private int arriving() {
        return gzip ? cap + GZIP_ROOM : cap;
    }

    private static long declared(MultiMap headers) {
        String value = headers.get(HttpHeaders.CONTENT_LENGTH);
        try {
            return value == null ? 0 : Long.parseLong(value);
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    private Answer tooLarge() {
        return Answer.of(Refusal.tooLarge("the body is larger than " + cap + " bytes"));
    }

    private boolean acquire(long bytes) {
        boolean acquired = ingest.permits().tryAcquire(held, bytes);
        held += acquired ? bytes : 0;
        return acquired;
    }

    @Override
    public void handle(Buffer chunk) {
        if (state == State.READING) {
            read(chunk);
        } else if (discard != null) {
            discard.handle(chunk);
        }
    }

    private void read(Buffer chunk) {
        int size = length + chunk.length();
        if (size > arriving()) {
            refuse(tooLarge(), 1);
        } else if (!acquire(chunk.length())) {
            refuse(Answer.BUSY, 1);
        } else {
            add(chunk, size);
        }
    }

    private void add(Buffer chunk, int size) {
        if (length == 0) {
            body = chunk.getBytes();
        } else {
            if (body.length < size) {
                body = Arrays.copyOf(body, Math.min(arriving(), Math.max(body.length * 2, size)));
            }
            chunk.getBytes(body, length);
        }
        length = size;
    }

    private void end(@Nullable Void none) {
        if (state == State.READING) {
            try {
                process();
            } catch (RuntimeException bug) {
                ingest.complain("a request's body was not handled", bug);
                refuse(Answer.FAILED, 1);
            }
        }
    }

    private void process() {
        if (!gzip) {
            process(body, length);
            return;
        }
        int size = loop.gunzip().inflate(body, length, cap);
        if (size >= 0) {
            length = size;
            process(loop.gunzip().output(), size);
        } else {
            refuse(size == Gunzip.TOO_LARGE ? tooLarge() : Answer.GZIP, 1);
        }
    }

    private void process(byte[] buf, int size) {
        Intake intake = loop.intakes().of(kind, route.call(), request.headers());
        Refusal refusal = intake.read(buf, 0, size);
        if (refusal != null) {
            refuse(Answer.of(refusal), 1);
        } else if (loop.intakes().isMetrics(kind)) {
            answer(Answer.SUCCESS);
        } else {
            submit(intake);
        }
    }

    private void submit(Intake intake) {
        Source from = source != null ? source : byBody(intake);
        source = from;
        if (from == null) {
            refuse(Answer.UNAUTHORIZED, intake.events());
        } else if (!from.enabled()) {
            refuse(Answer.DISABLED, intake.events());
        } else {
            pace(intake, from);
        }
    }

    private void pace(Intake intake, Source from) {
        RateLimit rate = from.rate();
        long wait = rate == null ? 0 : rate.take(intake.events(), startNanos);
        if (wait > 0) {
            refuse(Answer.overRate(wait), intake.events());
        } else {
            compose(intake, from);
        }
    }

    private void compose(Intake intake, Source from) {
        String traceparent = traced(TraceParent.valid(request.getHeader(TraceParent.HEADER)), from);
        Intake.Result result =
                intake.compose(from, loop.receivedAt().set(ingest.ticker().millis()), traceparent);
        if (result instanceof Accepted some) {
            append(some);
        } else if (result instanceof Refusal none) {
            refuse(Answer.of(none), Math.max(1, none.errors().size()));
        }
    }

    /** What the events carry on of a trace. */
    private @Nullable String traced(@Nullable String traceparent, Source from) {
        RequestTraces traces = ingest.traces();
        if (traces == null) {
            return traceparent;
        }
        followed = traces.begin(
                traceparent, request.path(), from.id(), ingest.ticker().nanos() - startNanos);
        return followed == null ? traceparent : followed.traceparent();
    }

    private @Nullable Source byBody(Intake intake) {
        byte[] key = intake.writeKey();
        return key == null ? null : loop.keys().key(key, ingest.sources());
    }

    private void append(Accepted some) {
        if (some.weight() > held && !acquire(some.weight() - held)) {
            refuse(
                    Answer.BUSY,
                    some.events().size()
                            + (some.refusal() == null ? 0 : some.rejected().size()));
            return;
        }
        state = State.APPENDING;
        accepted = some;
        body = NOTHING;
        ingest.log().append(some.events(), some.rejected()).onComplete(this);
    }

    /** The log has acknowledged, or not. */
    @Override
    public void complete(@Nullable Void none, @Nullable Throwable failure) {
        Accepted some = Objects.requireNonNull(accepted);
        String id = Objects.requireNonNull(source).id();
        if (failure == null) {
            stored(some, id);
        } else {
            notStored(some, id, failure);
        }
    }

    private void notStored(Accepted some, String id, Throwable failure) {
        if (!(failure instanceof LogUnavailable)) {
            ingest.complain("the log failed", failure);
        }
        ingest.listener().refused(id, Answer.UNAVAILABLE.reason(), some.events().size());
        answer(Answer.UNAVAILABLE);
    }

    private void stored(Accepted some, String id) {
        int count = some.events().size();
        if (some.refusal() != null) {
            refuse(Answer.of(some.refusal()), some.rejected().size());
            return;
        }
        ingest.listener().received(id, count, length, ingest.ticker().nanos() - startNanos);
        if (some.rejected().isEmpty()) {
            answer(Answer.SUCCESS);
        } else {
            ingest.listener().refused(id, "invalid", some.rejected().size());
            answer(Answer.partial(count, some.rejected()));
        }
    }

    private void refuse(Answer answer, int events) {
        ingest.listener().refused(source == null ? "" : source.id(), answer.reason(), events);
        discard = new Discard(request);
        answer(answer);
    }

    private void answer(Answer answer) {
        try {
            loop.reply(request, source, answer);
        } finally {
            if (followed != null) {
                followed.ended(answer.status());
            }
            done();
        }
    }

    /** The client has gone. What the log has already been given stays there: only the answer is lost. */
    private void gone(Throwable cause) {
        if (state == State.READING) {
            done();
        }
    }

    private void done() {
        state = State.DONE;
        body = NOTHING;
        accepted = null;
        long bytes = held;
        held = 0;
        if (bytes > 0) {
            ingest.permits().release(bytes);
        }
    }
}
