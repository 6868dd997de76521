package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Attempt;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Outbox;
import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.Verdict;
import dev.centrifuge.kafka.read.LegEnds;
import dev.centrifuge.time.Ticker;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One destination: its outbox decides, its delivery sends, and this carries out what was decided. Belongs to one event
 * loop.
 */
final class Destination {
    private static final Logger LOG = LoggerFactory.getLogger(Destination.class);

    private final String id;
    private final Outbox outbox;
    private final LegEnds ends;
    private final SendLease lease;
    private final DispatchListener listener;
    private final Ticker ticker;
    private final Predicate<Leg> recalled;
    private DestinationConfig config;
    private Delivery delivery;
    private boolean pumping;
    private boolean removed;
    private long wakeAt = Long.MAX_VALUE;

    /** @param recalled whether a leg's partition has gone elsewhere, so that it is not to be tried again here */
    Destination(
            DestinationConfig config,
            Delivery delivery,
            LegEnds ends,
            SendLease lease,
            DispatchListener listener,
            Ticker ticker,
            RandomGenerator random,
            Predicate<Leg> recalled) {
        this.id = config.id();
        this.config = config;
        this.delivery = delivery;
        this.ends = ends;
        this.lease = lease;
        this.listener = listener;
        this.ticker = ticker;
        this.recalled = recalled;
        this.outbox = new Outbox(LimitsOf.of(config), random, ticker.nanos());
    }

    DestinationConfig config() {
        return config;
    }

    void reconfigure(DestinationConfig changed, Delivery reopened) {
        delivery.close();
        config = changed;
        delivery = reopened;
        outbox.reconfigure(LimitsOf.of(changed), ticker.nanos());
        pump();
    }

    /** It is not configured any more: what waits is put off, what is in flight ends as it ends. */
    void remove() {
        removed = true;
        delivery.close();
        outbox.remove(leg -> true).forEach(this::absent);
    }

    void offer(Leg leg) {
        if (!outbox.offer(leg, ticker.nanos())) {
            putOff(leg);
        }
    }

    void recall() {
        outbox.remove(recalled).forEach(ends::returned);
    }

    /** When to {@link #pump} though nothing happened, in monotonic nanoseconds; {@link Long#MAX_VALUE} for never. */
    long wakeAt() {
        return wakeAt;
    }

    DestinationGauge gauge() {
        long now = ticker.millis();
        double age = Math.max(0, now - outbox.oldestReceivedAt(now)) / 1000.0;
        return new DestinationGauge(id, outbox.inFlight(), outbox.queued(), outbox.queuedBytes(), age);
    }

    /** Sends what may be sent now. Not re-entrant: an attempt that ends at once is seen by the loop that started it. */
    void pump() {
        if (pumping || removed) {
            return;
        }
        pumping = true;
        for (Leg leg = next(); leg != null; leg = next()) {
            attempt(leg);
        }
        pumping = false;
        wakeAt = outbox.wakeAt(ticker.nanos());
    }

    /** Without the lease nothing; the loop's tick asks again. */
    private @Nullable Leg next() {
        long now = ticker.nanos();
        return lease.permits(now) ? outbox.next(now) : null;
    }

    private void attempt(Leg leg) {
        if (outbox.expired(leg, ticker.millis())) {
            settle(leg, outbox.expired());
            return;
        }
        delivery.send(new Attempt(leg.event(), leg.trail().attempts() + 1)).onSuccess(outcome -> {
            ended(leg, outcome);
            pump();
        });
    }

    private void ended(Leg leg, Outcome outcome) {
        if (outcome instanceof Outcome.Delivered delivered) {
            Failpoint.DELIVERED_UNCOMMITTED.pass();
            long age = ticker.millis() - leg.event().envelope().receivedAt();
            listener.delivered(source(leg), id, delivered.answer(), age);
            settle(leg, outbox.succeeded());
            return;
        }
        Answer answer = outcome.answer();
        leg.trail(leg.trail().failed(ticker.millis(), answer.status(), answer.cause(), answer.excerpt()));
        if (outcome instanceof Outcome.Failed failed) {
            listener.retried(source(leg), id, answer);
            settle(leg, outbox.failed(leg, failed.gateMillis(), ticker.nanos(), ticker.millis()));
        } else if (outcome instanceof Outcome.Gone) {
            LOG.warn("destination {} answered 410 Gone: nothing more is sent until it is configured anew", id);
            settle(leg, outbox.gone());
        } else {
            settle(leg, outbox.refused(answer.cause()));
        }
        outbox.surplus(ticker.nanos()).forEach(this::putOff);
    }

    private void settle(Leg leg, Verdict verdict) {
        if (verdict instanceof Verdict.Done) {
            ends.resolved(leg);
        } else if (verdict instanceof Verdict.Dead dead) {
            listener.dead(source(leg), id, dead.reason());
            ends.dead(leg, dead.reason());
        } else if (verdict instanceof Verdict.Put put) {
            listener.deferred(source(leg), id, put.delay().label());
            ends.put(leg, put.delay());
        } else if (recalled.test(leg) || removed) {
            outbox.remove(waiting -> waiting == leg).forEach(removed ? this::absent : ends::returned);
        }
    }

    private void putOff(Leg leg) {
        leg.trail(leg.trail().diverted());
        settle(leg, outbox.putOff(leg, ticker.millis()));
    }

    private void absent(Leg leg) {
        Absent.end(leg, ends, listener, ticker);
    }

    private static String source(Leg leg) {
        return leg.event().envelope().source();
    }
}
