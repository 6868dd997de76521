package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Attempt;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Outbox;
import dev.centrifuge.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    private final String id;
    private final Shared shared;
    private final Ticker ticker;
    private final Outbox outbox;
    private final AttemptEnds ends;
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
        this.ends = new AttemptEnds(id, shared, outbox);
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
        for (Leg batch = next(); batch != null; batch = ++sent < FEW ? next() : null) {
            attempt(batch);
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

    private void attempt(Leg batch) {
        Delivery current = delivery;
        if (current == null) {
            throw new IllegalStateException("destination " + id + " is absent");
        }
        int number = batch.trail().attempts() + 1;
        List<Event> events = events(batch);
        AttemptTraces traces = shared.traces();
        AttemptTraces.Followed followed = traces == null ? null : traces.begin(events, id, number);
        Runnable leaving = outbox.rated() ? () -> outbox.sent(batch, ticker.nanos()) : Attempt::nobodyAsks;
        Attempt attempt = new Attempt(events, number, leaving, followed == null ? null : followed.traceparent());
        current.send(attempt).onSuccess(outcome -> {
            if (followed != null) {
                followed.ended(outcome);
            }
            ends.ended(batch, outcome);
            pump();
        });
    }

    private static List<Event> events(Leg batch) {
        if (batch.next() == null) {
            return List.of(batch.event());
        }
        List<Event> events = new ArrayList<>();
        for (Leg leg = batch; leg != null; leg = leg.next()) {
            events.add(leg.event());
        }
        return events;
    }
}
