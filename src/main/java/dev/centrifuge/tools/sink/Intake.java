package dev.centrifuge.tools.sink;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.sink.mode.ModeTable;
import dev.centrifuge.tools.sink.mode.Reply;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes requests in, decides what becomes of each, and counts it. On the sink's event loop. */
final class Intake {
    private static final CharSequence WEBHOOK_ID = HttpHeaders.createOptimized("webhook-id");
    private static final CharSequence ATTEMPT = HttpHeaders.createOptimized("x-centrifuge-attempt");
    private static final CharSequence TIMESTAMP = HttpHeaders.createOptimized("webhook-timestamp");
    private static final CharSequence SIGNATURE = HttpHeaders.createOptimized("webhook-signature");
    private static final int UNAUTHORIZED = 401;
    private static final Reply BEHIND = new Reply.Answer(503, 1, 0);

    private final Vertx vertx;
    private final Ticker ticker;
    private final SinkOptions options;
    private final ModeTable modes;
    private final Signatures signatures;
    private final Tally tally;
    private final @Nullable Recorder recorder;

    Intake(Vertx vertx, Ticker ticker, SinkOptions options, ModeTable modes, Tally tally, @Nullable Recorder recorder) {
        this.vertx = vertx;
        this.ticker = ticker;
        this.options = options;
        this.modes = modes;
        this.signatures = new Signatures(options.secrets());
        this.tally = tally;
        this.recorder = recorder;
    }

    void take(HttpServerRequest request) {
        // A body that breaks off has no answer to wait for: there is nothing to do about its failure.
        request.body().onSuccess(body -> decide(request, body));
    }

    private void decide(HttpServerRequest request, Buffer body) {
        byte[] bytes = body.getBytes();
        MultiMap headers = request.headers();
        String fault = signatures.fault(
                headers.get(WEBHOOK_ID), headers.get(TIMESTAMP), headers.get(SIGNATURE), bytes, ticker.millis() / 1000);
        if (fault != null) {
            tally.badSignature();
            told(request, bytes, UNAUTHORIZED);
            request.response().setStatusCode(UNAUTHORIZED).end(fault);
        } else if (recorder != null && recorder.behind()) {
            carryOut(request, bytes, BEHIND);
        } else {
            String id = headers.get(WEBHOOK_ID);
            carryOut(request, bytes, modes.reply(request.path(), ticker.nanos(), id == null ? "" : id));
        }
    }

    private void carryOut(HttpServerRequest request, byte[] body, Reply reply) {
        if (reply instanceof Reply.Answer answer) {
            if (answer.delayMillis() > 0) {
                vertx.setTimer(answer.delayMillis(), due -> answer(request, body, answer));
            } else {
                answer(request, body, answer);
            }
        } else if (reply instanceof Reply.Redirect redirect) {
            told(request, body, 302);
            Answering.redirect(request, redirect.location());
        } else {
            told(request, body, 0);
            misbehave(request, reply);
        }
    }

    /** A delivery counts once its answer goes out, also where nobody waits for it any more: this side took it. */
    private void answer(HttpServerRequest request, byte[] body, Reply.Answer answer) {
        told(request, body, answer.status());
        Answering.answer(request, answer);
    }

    private void misbehave(HttpServerRequest request, Reply reply) {
        if (reply instanceof Reply.Reset) {
            Answering.reset(request);
        } else if (reply instanceof Reply.Drip drip) {
            Answering.drip(vertx, request, drip.everyMillis());
        } else if (reply instanceof Reply.Flood) {
            Answering.flood(vertx, request);
        }
    }

    private void told(HttpServerRequest request, byte[] body, int status) {
        List<String> ids = options.mostIds() == 0 ? null : EventIds.read(body);
        String id = request.headers().get(WEBHOOK_ID);
        Arrival arrival = new Arrival(
                ticker.millis(),
                ticker.nanos(),
                request.path(),
                status,
                id == null ? "" : id,
                number(request.headers().get(ATTEMPT)),
                ids == null ? List.of() : ids,
                body);
        tally.add(arrival);
        if (recorder != null) {
            recorder.add(arrival);
        }
        if (options.listener() != null) {
            options.listener().accept(arrival);
        }
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }
}
