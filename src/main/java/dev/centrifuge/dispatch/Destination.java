package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Attempt;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.flow.Failure;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Outbox;
import dev.centrifuge.time.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One destination: its outbox decides, its delivery sends, and this carries out what was decided. Belongs to one event
 * loop.
 *
 * <p>It stays when its configuration is removed: what is in flight ends as it ends, the log is told, and should it be
 * configured again, its order and its rounds go on where they were.
 */
final class Destination {
    /** How many attempts may start in a row before others have their turn. */
    private static final int FEW = 16;

    /** How soon to ask for the lease again. */
    private static final long LEASE_NANOS = 20_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Destination.class);

    private final String id;
    private final Shared shared;
    private final Ticker ticker;
    private final Outbox outbox;
    private final DestinationGauge idle;
    private final Wakeups.Sleeper sleeper = new Wakeups.Sleeper(this::pump);

    /** Both null while nobody configures it. */
    private @Nullable DestinationConfig config;

    private @Nullable Delivery delivery;
    private boolean pumping;

    /** Tells the log at once where it takes nothing; both {@code config} and {@code delivery} are null where it is absent. */
    Destination(String id, @Nullable DestinationConfig config, @Nullable Delivery delivery, Shared shared) {
        this.id = id;
        this.config = config;
        this.delivery = delivery;
        this.shared = shared;
        this.ticker = shared.ticker();
        this.idle = new DestinationGauge(id, 0, 0, 0, 0);
        this.outbox =
                new Outbox(id, LimitsOf.of(config), shared.random(), shared.ends(), shared.recalled(), ticker.nanos());
        pump();
    }

    @Nullable
    DestinationConfig config() {
        return config;
    }

    /** A new configuration, or none any more: both are null then. */
    void configure(@Nullable DestinationConfig changed, @Nullable Delivery reopened) {
        if (delivery != null) {
            delivery.close();
        }
        config = changed;
        delivery = reopened;
        outbox.reconfigure(LimitsOf.of(changed), ticker.nanos());
        pump();
    }

    /** {@link #pump} must follow. */
    void offer(Leg leg) {
        outbox.offer(leg, ticker.nanos());
    }

    /** Tells the log again how it stands. */
    void tell() {
        outbox.tell();
    }

    void recall() {
        outbox.recall(ticker.nanos());
        pump();
    }

    DestinationGauge gauge() {
        if (outbox.inFlight() + outbox.queued() == 0) {
            return idle;
        }
        long now = ticker.millis();
        double age = Math.max(0, now - outbox.oldestReceivedAt(now)) / 1000.0;
        return new DestinationGauge(id, outbox.inFlight(), outbox.queued(), outbox.queuedBytes(), age);
    }

    /**
     * Sends what may be sent now, a few at once; what is more in a later turn. Not re-entrant: an attempt that
     * ends at once is seen by the loop that started it.
     */
    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        int sent = 0;
        for (Leg leg = next(); leg != null; leg = ++sent < FEW ? next() : null) {
            attempt(leg);
        }
        pumping = false;
        if (sent == FEW) {
            shared.turns().again(this);
            return;
        }
        long now = ticker.nanos();
        long wakeAt = outbox.wakeAt(now);
        shared.wakeups().sleep(sleeper, wakeAt > now || shared.lease().permits(now) ? wakeAt : now + LEASE_NANOS);
    }

    /**
     * Without the lease nothing is sent, but the outbox may have something to tell, such as that a probe is due. Asked also
     * where the destination is absent: then its outbox gives nothing, but has something to tell after a while.
     */
    private @Nullable Leg next() {
        long now = ticker.nanos();
        if (shared.lease().permits(now)) {
            return outbox.next(now, ticker.millis());
        }
        outbox.tidy(now, ticker.millis());
        return null;
    }

    private void attempt(Leg leg) {
        Delivery current = delivery;
        if (current == null) {
            throw new IllegalStateException("destination " + id + " is absent");
        }
        int number = leg.trail().attempts() + 1;
        Attempt attempt = outbox.rated()
                ? new Attempt(leg.event(), number, () -> outbox.sent(leg, ticker.nanos()))
                : new Attempt(leg.event(), number);
        current.send(attempt).onSuccess(outcome -> {
            ended(leg, outcome);
            pump();
        });
    }

    private void ended(Leg leg, Outcome outcome) {
        Answer answer = outcome.answer();
        String source = leg.event().envelope().source();
        if (outcome instanceof Outcome.Delivered) {
            Failpoint.DELIVERED_UNCOMMITTED.pass();
            long age = ticker.millis() - leg.event().envelope().receivedAt();
            shared.listener().delivered(source, id, answer, age);
            outbox.succeeded(leg, answer.latencyNanos(), ticker.nanos());
            return;
        }
        leg.trail(leg.trail().failed(ticker.millis(), answer.status(), answer.cause(), answer.excerpt()));
        if (outcome instanceof Outcome.Failed failed) {
            shared.listener().retried(source, id, answer);
            Failure failure = new Failure(kind(answer), failed.gateMillis(), answer.latencyNanos());
            outbox.failed(leg, failure, ticker.nanos(), ticker.millis());
        } else if (outcome instanceof Outcome.Gone) {
            LOG.warn(
                    "destination {} is disabled by its answer ({}): nothing more is sent until it is configured anew",
                    id,
                    answer.cause());
            outbox.gone(leg, ticker.nanos());
        } else {
            outbox.refused(leg, answer.cause(), answer.latencyNanos(), ticker.nanos());
        }
    }

    private static Failure.Kind kind(Answer answer) {
        return switch (answer.status()) {
            case 0 -> answer.cause().equals(Answer.UNHEARD) ? Failure.Kind.UNHEARD : Failure.Kind.SILENT;
            case 429, 502, 503, 504 -> Failure.Kind.TURNED_AWAY;
            default -> Failure.Kind.ERROR;
        };
    }
}
