package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.count.Funnel;
import dev.centrifuge.flow.count.Group;
import dev.centrifuge.flow.count.History;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The funnel of the partitions that this node reads, refreshed once a second, or less often where that takes long: it may have
 * a twentieth of the log thread. Written by the log thread, read by any.
 */
public final class FunnelGauge {
    private static final long INTERVAL_NANOS = 1_000_000_000L;
    private static final long SHARE = 19;
    private static final long FOLD_NANOS = Duration.ofMinutes(1).toNanos();

    /** For so long after the configuration has changed what it does not have any more keeps its rows. */
    private static final long KEPT_NANOS = Duration.ofMinutes(10).toNanos();

    private final History history = new History();
    private volatile Group.Share now = Group.Share.NOTHING;
    private Set<String> sources = Set.of();
    private Set<String> destinations = Set.of();
    private boolean configured;
    private long nextAt;
    private long foldAt;

    /** @param nanos now */
    FunnelGauge(long nanos) {
        nextAt = nanos;
        foldAt = nanos;
    }

    /** The last one. */
    public Funnel now() {
        return now.funnel();
    }

    /** The last one, and which partitions it is of. */
    public Group.Share share() {
        return now;
    }

    /** How it came to be, since the start. */
    public History history() {
        return history;
    }

    /** What there is; on the log thread. */
    void configure(Set<String> knownSources, Set<String> knownDestinations, long nanos) {
        sources = knownSources;
        destinations = knownDestinations;
        configured = true;
        foldAt = nanos + KEPT_NANOS;
    }

    void update(Lanes lanes, Ticker ticker) {
        long start = ticker.nanos();
        if (start - nextAt < 0) {
            return;
        }
        if (configured && start - foldAt >= 0) {
            foldAt = start + FOLD_NANOS;
            lanes.fold(this::expired);
        }
        Funnel.Builder builder = new Funnel.Builder();
        Set<Integer> partitions = new HashSet<>();
        for (Lane lane : lanes.all()) {
            lane.settle();
            partitions.add(lane.partition());
            builder.add(lane.delay(), lane.tallies().rows(), lane.gaps());
        }
        Funnel funnel = builder.build(ticker.millis());
        now = new Group.Share(Set.copyOf(partitions), funnel);
        history.add(funnel);
        long end = ticker.nanos();
        nextAt = end + Math.max(INTERVAL_NANOS - (end - start), SHARE * (end - start));
    }

    private boolean expired(Pair pair) {
        boolean source = pair.source().isEmpty() || sources.contains(pair.source());
        boolean destination = pair.destination().isEmpty() || destinations.contains(pair.destination());
        return !source || !destination;
    }
}
