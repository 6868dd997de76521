package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Attempt;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.delivery.Sent;
import dev.centrifuge.dispatch.traffic.Sample;
import dev.centrifuge.dispatch.traffic.Traffic;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.count.Backlog;
import dev.centrifuge.flow.outbox.Outbox;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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
    private final Wakeups.Sleeper sleeper = new Wakeups.Sleeper(this::pump);

    /** Both null while nobody configures it. */
    private @Nullable DestinationConfig config;

    private @Nullable Delivery delivery;
    /** Null while there is nothing to tell of it. */
    private @Nullable Traffic traffic;

    private DestinationGauge gauge;
    private boolean pumping;
    private boolean testing;

    /** Tells the log at once where it takes nothing; both {@code config} and {@code delivery} are null where it is absent. */
    Destination(String id, @Nullable DestinationConfig config, @Nullable Delivery delivery, Shared shared) {
        this.id = id;
        this.config = config;
        this.delivery = delivery;
        this.shared = shared;
        this.ticker = shared.ticker();
        this.gauge = new DestinationGauge(id, 0, 0, 0, 0, Sample.IDLE);
        this.outbox =
                new Outbox(id, LimitsOf.of(config), shared.random(), shared.ends(), shared.recalled(), ticker.nanos());
        this.ends = new AttemptEnds(id, shared, outbox);
        hold();
    }

    String id() {
        return id;
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
        hold();
    }

    /** Its holds may have changed. */
    void hold() {
        DestinationConfig current = config;
        boolean gone = current != null && shared.holds().gone(current) != null;
        outbox.hold(shared.holds().paused(id) != null, gone, ticker.nanos());
        pump();
    }

    /** {@link #pump} must follow. */
    void offer(Leg leg) {
        if (outbox.offer(leg, ticker.nanos())) {
            traffic().came();
        }
    }

    private Traffic traffic() {
        Traffic known = traffic;
        if (known == null) {
            known = new Traffic(shared.histories(), ticker.nanos());
            traffic = known;
        }
        return known;
    }

    /** Tells the log again how it stands. */
    void tell() {
        outbox.tell();
    }

    void recall() {
        outbox.recall(ticker.nanos());
        pump();
    }

    /**
     * How it is, once a second; the same as before where it has nothing to tell.
     *
     * @param left what was left behind for it, or null
     */
    DestinationGauge sample(@Nullable Backlog left) {
        long now = ticker.nanos();
        boolean quiet = left == null && outbox.quiet(now);
        if (quiet && (traffic == null || traffic.dormant(now))) {
            if (traffic != null) {
                traffic.forget();
                traffic = null;
                gauge = new DestinationGauge(
                        id, 0, 0, 0, 0, Sample.idle(gauge.sample().since()));
            }
            return gauge;
        }
        long millis = ticker.millis();
        long oldest = outbox.oldestReceivedAt(millis);
        Traffic.Held held = new Traffic.Held(outbox.inFlight(), outbox.queued(), oldest);
        Sample sample = traffic().sample(outbox.outlook(now), held, left, now, millis);
        double age = Math.max(0, millis - oldest) / 1000.0;
        gauge = new DestinationGauge(id, outbox.inFlight(), outbox.queued(), outbox.queuedBytes(), age, sample);
        return gauge;
    }

    /** The same from near, as it was sampled last. */
    DestinationDetail detail() {
        return new DestinationDetail(
                gauge,
                DestinationDetail.Bounds.of(outbox.outlook(ticker.nanos())),
                traffic == null ? null : traffic.plots());
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

    /**
     * Sends one event as it would be delivered, however the destination stands, and outside of all that is counted, limited and
     * retried. One at a time: null where another is under way, or nobody configures the destination.
     */
    Future<@Nullable Tested> test(Event event) {
        Delivery current = delivery;
        if (current == null || testing) {
            return Future.succeededFuture();
        }
        testing = true;
        AtomicReference<@Nullable Sent> left = new AtomicReference<>();
        return current.send(new Attempt(List.of(event), 1, null, null, left::set))
                .map(outcome -> {
                    testing = false;
                    return Tested.of(outcome, left.get());
                });
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
        @Nullable Runnable left = outbox.rated() ? () -> outbox.sent(batch, ticker.nanos()) : null;
        Attempt attempt = new Attempt(events, number, left, followed == null ? null : followed.traceparent(), null);
        current.send(attempt).onSuccess(outcome -> {
            if (followed != null) {
                followed.ended(outcome);
            }
            if (outcome instanceof Outcome.Gone gone) {
                gone(gone.answer(), current);
            }
            traffic().ended(events.size(), outcome, ticker.nanos(), ticker.millis());
            ends.ended(batch, outcome);
            pump();
        });
    }

    /** Not where it was asked by a former configuration. */
    private void gone(Answer answer, Delivery asked) {
        DestinationConfig current = config;
        if (current != null && asked == delivery) {
            shared.holds().gone(current, answer);
        }
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
