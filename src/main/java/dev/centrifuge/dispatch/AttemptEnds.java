package dev.centrifuge.dispatch;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.outbox.Failure;
import dev.centrifuge.flow.outbox.Outbox;
import dev.centrifuge.jslt.JsltFailure;
import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
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
    private final LogGate slow;
    private final Chronicle chronicle;

    AttemptEnds(String id, Shared shared, Outbox outbox) {
        this.id = id;
        this.shared = shared;
        this.ticker = shared.ticker();
        this.outbox = outbox;
        this.slow = new LogGate(LOG, Duration.ofMinutes(1), ticker);
        this.chronicle = new Chronicle(shared.history(), shared.fates(), ticker);
    }

    void ended(Leg batch, Outcome outcome) {
        Answer answer = outcome.answer();
        if (outcome instanceof Outcome.Delivered) {
            Failpoint.DELIVERED_UNCOMMITTED.pass();
            for (Leg leg = batch; leg != null; leg = leg.next()) {
                delivered(leg, outcome, answer);
            }
            outbox.succeeded(batch, answer.latencyNanos(), ticker.nanos());
        } else if (outcome instanceof Outcome.Partly partly) {
            partly(batch, partly);
        } else if (outcome instanceof Outcome.Dropped) {
            dropped(batch, outcome);
            outbox.dropped(batch, ticker.nanos());
        } else if (outcome instanceof Outcome.Unfit) {
            unsent(batch, outcome);
            outbox.unfit(batch, answer.cause(), ticker.nanos());
            chronicle.tell(0);
        } else {
            failed(batch, outcome);
        }
    }

    private void delivered(Leg leg, Outcome outcome, Answer answer) {
        chronicle.done(leg, outcome, answer);
        long age = ticker.millis() - leg.event().envelope().liveSince();
        shared.listener().delivered(source(leg), id, answer, age);
    }

    private void dropped(Leg leg, Outcome outcome) {
        chronicle.done(leg, outcome, outcome.answer());
        shared.listener().filtered(source(leg), id);
    }

    private void partly(Leg batch, Outcome.Partly partly) {
        Map<Leg, String> reasons = new HashMap<>();
        int index = 0;
        for (Leg leg = batch; leg != null; leg = leg.next()) {
            Outcome other = partly.others().get(index++);
            if (other == null) {
                delivered(leg, partly, partly.answer());
            } else if (other instanceof Outcome.Dropped) {
                dropped(leg, other);
                reasons.put(leg, Outbox.DROPPED);
            } else if (other instanceof Outcome.Unfit) {
                unsent(leg, other);
                reasons.put(leg, other.answer().cause());
            } else {
                trail(leg, other);
                reasons.put(leg, other.answer().cause());
            }
        }
        if (partly.sent()) {
            Failpoint.DELIVERED_UNCOMMITTED.pass();
            outbox.partly(batch, reasons, partly.answer().latencyNanos(), ticker.nanos());
        } else {
            outbox.unsent(batch, reasons, ticker.nanos());
        }
        chronicle.tell(0);
    }

    private void failed(Leg batch, Outcome outcome) {
        Answer answer = outcome.answer();
        for (Leg leg = batch; leg != null; leg = leg.next()) {
            trail(leg, outcome);
            if (outcome instanceof Outcome.Failed) {
                shared.listener().retried(source(leg), id, answer);
            }
        }
        if (outcome instanceof Outcome.Failed failed) {
            Failure failure = new Failure(kind(answer), failed.gateMillis(), answer.latencyNanos());
            long now = ticker.nanos();
            outbox.failed(batch, failure, now, ticker.millis());
            chronicle.tell(outbox.keptUntil() - now);
        } else if (outcome instanceof Outcome.Gone) {
            LOG.warn(
                    "destination {} is disabled by its answer ({}): nothing more is sent until it is configured anew or resumed",
                    id,
                    answer.cause());
            outbox.gone(batch, ticker.nanos());
            chronicle.tell(0);
        } else {
            outbox.refused(batch, answer.cause(), answer.latencyNanos(), ticker.nanos());
            chronicle.tell(0);
        }
    }

    private void trail(Leg leg, Outcome outcome) {
        Answer answer = outcome.answer();
        leg.trail(leg.trail().failed(ticker.millis(), answer.status(), answer.cause(), answer.excerpt()));
        chronicle.failed(leg, leg.trail().attempts(), outcome, answer);
    }

    private void unsent(Leg leg, Outcome outcome) {
        Answer why = outcome.answer();
        if (JsltFailure.isLimit(why.cause())) {
            slow.warn("the transform of destination " + id + " was ended for an event, which is a dead letter: "
                    + why.excerpt());
        }
        leg.trail(leg.trail().unsent(ticker.millis(), why.cause(), why.excerpt()));
        chronicle.failed(leg, leg.trail().attempts() + 1, outcome, why);
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
