package dev.centrifuge.dispatch;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.flow.Failure;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Outbox;
import dev.centrifuge.time.Ticker;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an attempt ended: the legs' trails, the metrics and the outbox are told. A batch is known by its first leg. Belongs to
 * one event loop.
 */
final class AttemptEnds {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptEnds.class);

    private final String id;
    private final Shared shared;
    private final Ticker ticker;
    private final Outbox outbox;

    AttemptEnds(String id, Shared shared, Outbox outbox) {
        this.id = id;
        this.shared = shared;
        this.ticker = shared.ticker();
        this.outbox = outbox;
    }

    void ended(Leg batch, Outcome outcome) {
        Answer answer = outcome.answer();
        if (outcome instanceof Outcome.Delivered) {
            Failpoint.DELIVERED_UNCOMMITTED.pass();
            for (Leg leg = batch; leg != null; leg = leg.next()) {
                delivered(leg, answer);
            }
            outbox.succeeded(batch, answer.latencyNanos(), ticker.nanos());
        } else if (outcome instanceof Outcome.Partly partly) {
            partly(batch, partly);
        } else if (outcome instanceof Outcome.Dropped) {
            shared.listener().filtered(source(batch), id);
            outbox.dropped(batch, ticker.nanos());
        } else if (outcome instanceof Outcome.Unfit) {
            unsent(batch, answer);
            outbox.unfit(batch, answer.cause(), ticker.nanos());
        } else {
            failed(batch, outcome);
        }
    }

    private void delivered(Leg leg, Answer answer) {
        long age = ticker.millis() - leg.event().envelope().receivedAt();
        shared.listener().delivered(source(leg), id, answer, age);
    }

    private void partly(Leg batch, Outcome.Partly partly) {
        Map<Leg, String> reasons = new HashMap<>();
        int index = 0;
        for (Leg leg = batch; leg != null; leg = leg.next()) {
            Outcome other = partly.others().get(index++);
            if (other == null) {
                delivered(leg, partly.answer());
            } else if (other instanceof Outcome.Dropped) {
                shared.listener().filtered(source(leg), id);
                reasons.put(leg, Outbox.DROPPED);
            } else if (other instanceof Outcome.Unfit) {
                unsent(leg, other.answer());
                reasons.put(leg, other.answer().cause());
            } else {
                trail(leg, other.answer());
                reasons.put(leg, other.answer().cause());
            }
        }
        if (partly.sent()) {
            Failpoint.DELIVERED_UNCOMMITTED.pass();
            outbox.partly(batch, reasons, partly.answer().latencyNanos(), ticker.nanos());
        } else {
            outbox.unsent(batch, reasons, ticker.nanos());
        }
    }

    private void failed(Leg batch, Outcome outcome) {
        Answer answer = outcome.answer();
        for (Leg leg = batch; leg != null; leg = leg.next()) {
            trail(leg, answer);
            if (outcome instanceof Outcome.Failed) {
                shared.listener().retried(source(leg), id, answer);
            }
        }
        if (outcome instanceof Outcome.Failed failed) {
            Failure failure = new Failure(kind(answer), failed.gateMillis(), answer.latencyNanos());
            outbox.failed(batch, failure, ticker.nanos(), ticker.millis());
        } else if (outcome instanceof Outcome.Gone) {
            LOG.warn(
                    "destination {} is disabled by its answer ({}): nothing more is sent until it is configured anew",
                    id,
                    answer.cause());
            outbox.gone(batch, ticker.nanos());
        } else {
            outbox.refused(batch, answer.cause(), answer.latencyNanos(), ticker.nanos());
        }
    }

    private void trail(Leg leg, Answer answer) {
        leg.trail(leg.trail().failed(ticker.millis(), answer.status(), answer.cause(), answer.excerpt()));
    }

    private void unsent(Leg leg, Answer why) {
        leg.trail(leg.trail().unsent(ticker.millis(), why.cause(), why.excerpt()));
    }

    private static String source(Leg leg) {
        return leg.event().envelope().source();
    }

    private static Failure.Kind kind(Answer answer) {
        return switch (answer.status()) {
            case 0 -> answer.cause().equals(Answer.UNHEARD) ? Failure.Kind.UNHEARD : Failure.Kind.SILENT;
            case 429, 502, 503, 504 -> Failure.Kind.TURNED_AWAY;
            default -> Failure.Kind.ERROR;
        };
    }
}
