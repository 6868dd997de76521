package dev.centrifuge.admin.destinations;

import dev.centrifuge.admin.audit.Action;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.RateConfig;
import dev.centrifuge.config.check.DurationText;
import dev.centrifuge.config.shown.Shown;
import dev.centrifuge.dispatch.DestinationDetail;
import dev.centrifuge.dispatch.traffic.Plots;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page of one destination has beside {@link DestinationView}.
 *
 * @param limits in force at this moment; null where nobody configures it, or this node does not deliver
 * @param config as it was loaded, secrets hidden
 * @param history null where it had no traffic in the last minutes
 * @param actions the last that operators did to it
 */
record DetailView(
        @Nullable Limits limits,
        @Nullable Map<String, Object> config,
        @Nullable History history,
        List<Action> actions) {

    /**
     * What holds a destination back.
     *
     * @param breaker {@code closed}, {@code open}, {@code probing}
     * @param gateUntil until when it asked to be left alone; null where it did not
     * @param ramp true while the concurrency grows after a start or an outage
     * @param blockedKeys users whose events wait for an earlier one of theirs
     */
    record Limits(
            @Nullable Rate rate,
            Concurrency concurrency,
            String breaker,
            @Nullable String gateUntil,
            boolean ramp,
            int blockedKeys) {}

    record Rate(long limit, String per, long burst) {}

    record Concurrency(int now, int max, boolean adaptive) {}

    /** @param from when the first of the seconds ended */
    record History(
            String step,
            String from,
            List<Integer> in,
            List<Integer> out,
            List<Integer> failed,
            List<Integer> concurrency,
            List<Integer> p99Millis,
            List<Integer> backlog) {}

    static DetailView of(
            @Nullable DestinationConfig config,
            @Nullable DestinationDetail near,
            List<Action> actions,
            long nowMillis) {
        return new DetailView(
                config == null || near == null ? null : limits(config, near, nowMillis),
                config == null ? null : Shown.of(config),
                near == null || near.plots() == null ? null : history(near.plots()),
                actions);
    }

    private static Limits limits(DestinationConfig config, DestinationDetail near, long nowMillis) {
        RateConfig rate = config.rate();
        DestinationDetail.Bounds bounds = near.bounds();
        long gate = bounds.gateMillis();
        return new Limits(
                rate == null ? null : new Rate(rate.limit(), DurationText.show(rate.per()), rate.burst()),
                new Concurrency(
                        bounds.concurrency(),
                        config.concurrency().max(),
                        config.concurrency().adaptive()),
                bounds.breaker(),
                gate > 0 ? Views.time(nowMillis + gate) : null,
                bounds.ramping(),
                bounds.blockedKeys());
    }

    private static History history(Plots plots) {
        return new History(
                "1s",
                Views.time(plots.from()),
                plots.in(),
                plots.out(),
                plots.failed(),
                plots.concurrency(),
                plots.p99Millis(),
                plots.backlog());
    }
}
