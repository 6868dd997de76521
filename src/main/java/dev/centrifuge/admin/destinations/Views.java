package dev.centrifuge.admin.destinations;

import dev.centrifuge.admin.destinations.DestinationView.Rates;
import dev.centrifuge.admin.destinations.DestinationView.Reason;
import dev.centrifuge.admin.destinations.DestinationView.Unwritten;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.shown.Shown;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.hold.Gone;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.dispatch.hold.Pause;
import dev.centrifuge.dispatch.traffic.DestinationState;
import dev.centrifuge.dispatch.traffic.Latency;
import dev.centrifuge.dispatch.traffic.Sample;
import dev.centrifuge.dispatch.traffic.Trouble;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes views. What operators decided counts at once: gauges are up to a second old.
 *
 * @param started when this process began, in milliseconds since the epoch: what never was otherwise is so since then
 */
record Views(Holds holds, Running running, long started, Everywhere everywhere) {

    static final String UNKNOWN = "unknown";

    /** As the API writes it. */
    String word(@Nullable DestinationConfig config, @Nullable DestinationGauge gauge) {
        DestinationState state = state(config, gauge, Known.none(everywhere.group()));
        return state == null ? UNKNOWN : state.word();
    }

    /** Null: unknown. */
    @Nullable
    DestinationState state(@Nullable DestinationConfig config, @Nullable DestinationGauge gauge, Known known) {
        if (config == null) {
            return DestinationState.ABSENT;
        }
        if (!config.enabled()) {
            return DestinationState.DISABLED;
        }
        if (holds.paused(config.id()) != null) {
            return DestinationState.PAUSED;
        }
        if (holds.gone(config) != null) {
            return DestinationState.GONE;
        }
        DestinationState state = gauge == null ? DestinationState.OK : running(gauge.sample());
        boolean seen = running.delivers() && known.seesAny();
        return seen || state != DestinationState.OK ? state : null;
    }

    /** Where it was shut within the last second and is not any more, the gauge does not know it yet. */
    private static DestinationState running(Sample sample) {
        return switch (sample.state()) {
            case PAUSED, GONE, DISABLED, ABSENT ->
                sample.backlog() > 0 ? DestinationState.RECOVERING : DestinationState.OK;
            default -> sample.state();
        };
    }

    /** @param elsewhereAt when the oldest event that waits elsewhere was received, where that was found out */
    DestinationView of(
            String id,
            @Nullable DestinationConfig config,
            @Nullable DestinationGauge gauge,
            Known known,
            OptionalLong elsewhereAt,
            long nowMillis) {
        DestinationState state = state(config, gauge, known);
        Sample sample = gauge == null ? Sample.IDLE : gauge.sample();
        Latency latency = sample.latency();
        boolean tried = latency.attempts() > 0;
        return new DestinationView(
                id,
                config == null ? null : Shown.url(config.url()),
                config == null ? null : config.sources(),
                state == null ? UNKNOWN : state.word(),
                time(since(state, config, sample)),
                state == DestinationState.OK ? null : reason(state, config, sample),
                new Rates(rounded(sample.in()), rounded(sample.out())),
                tried ? rounded(latency.p50Millis()) : null,
                tried ? rounded(latency.p99Millis()) : null,
                tried ? Math.round(latency.errorShare() * 1e4) / 1e4 : null,
                sample.backlog() + known.behind(id).legs(),
                age(sample, known.behind(id).legs() > 0 ? elsewhereAt : OptionalLong.empty(), nowMillis),
                sample.drainSeconds() == null ? null : rounded(sample.drainSeconds()),
                gauge == null ? 0 : gauge.inFlight(),
                gauge == null ? 0 : gauge.queued(),
                unwritten(id),
                known.counts(id),
                known.elsewhere(id, elsewhereAt, nowMillis));
    }

    private @Nullable Unwritten unwritten(String id) {
        Integer legs = running.unwritten().get(id);
        return legs == null ? null : new Unwritten(legs, running.refusal());
    }

    private static @Nullable Double age(Sample sample, OptionalLong elsewhereAt, long nowMillis) {
        boolean waits = sample.backlog() > 0 && sample.oldestAt() > 0;
        long oldest = Math.min(waits ? sample.oldestAt() : Long.MAX_VALUE, elsewhereAt.orElse(Long.MAX_VALUE));
        return oldest == Long.MAX_VALUE ? null : (Double) rounded(Math.max(0, nowMillis - oldest) / 1e3);
    }

    private long since(@Nullable DestinationState state, @Nullable DestinationConfig config, Sample sample) {
        if (config != null && state == DestinationState.PAUSED) {
            Pause pause = holds.paused(config.id());
            return pause == null ? sample.since() : pause.at();
        }
        if (config != null && state == DestinationState.GONE) {
            Gone gone = holds.gone(config);
            return gone == null ? sample.since() : gone.at();
        }
        return sample.since() == 0 ? started : sample.since();
    }

    private @Nullable Reason reason(
            @Nullable DestinationState state, @Nullable DestinationConfig config, Sample sample) {
        if (config != null && state == DestinationState.PAUSED) {
            Pause pause = holds.paused(config.id());
            return pause == null ? null : new Reason("paused", null, time(pause.at()), pause.by(), pause.note());
        }
        if (config != null && state == DestinationState.GONE) {
            Gone gone = holds.gone(config);
            return gone == null ? null : new Reason(gone.cause(), gone.status(), time(gone.at()), null, null);
        }
        Trouble last = sample.trouble();
        return last == null
                ? null
                : new Reason(
                        last.cause(), last.status() == 0 ? null : (Integer) last.status(), time(last.at()), null, null);
    }

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
