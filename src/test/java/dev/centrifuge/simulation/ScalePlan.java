package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One node of a cluster, as large as it is in life; only events are sampled.
 *
 * @param partitions that the node has
 * @param sources of which each feeds {@code fanOut} destinations
 * @param destinations that all sources together feed
 * @param perSecond events a second that the node gets in life
 * @param sample one event stands for so many from {@code sampledFrom} on
 * @param sampledFrom nanoseconds; before it every event is there
 * @param stepNanos between two steps of the log thread
 * @param memory the node's budget in life
 * @param headroom by how much a destination's limit is above what it gets on average
 * @param outageFrom when {@code share} of the destinations go down, in nanoseconds
 * @param outageUntil when they are healthy again
 * @param share of the destinations, in tenths
 */
record ScalePlan(
        int partitions,
        int sources,
        int destinations,
        int fanOut,
        double perSecond,
        int sample,
        long sampledFrom,
        long stepNanos,
        long memory,
        double headroom,
        long outageFrom,
        long outageUntil,
        int share)
        implements ScaleWorld {
    static final long MEMORY = 256L << 20;

    /** Segment's figure, and the issue's: 22,000 sources feed four of 2,200 destinations each. */
    static ScalePlan cluster(int sample, long sampledFrom, long stepNanos, long outageFrom, long outageUntil) {
        return new ScalePlan(
                2, 22_000, 2_200, 4, 12_500, sample, sampledFrom, stepNanos, MEMORY, 3, outageFrom, outageUntil, 3);
    }

    int pairs() {
        return sources * fanOut;
    }

    @Override
    public boolean ill(String destination) {
        return Integer.parseInt(destination.substring(1)) % 10 < share;
    }

    @Override
    public ScaleTraffic traffic() {
        double each = perSecond / partitions;
        return new ScaleTraffic(sources, 1, each, sample, (long) (sampledFrom / 1e9 * each));
    }

    @Override
    public Map<String, DestinationConfig> configuration(ScaleTraffic traffic, int sampled) {
        Map<String, Set<String>> feeding = new LinkedHashMap<>();
        Map<String, Double> shares = new HashMap<>();
        for (int source = 0; source < sources; source++) {
            for (int i = 0; i < fanOut; i++) {
                String destination = "d" + (source * fanOut + i) % destinations;
                feeding.computeIfAbsent(destination, d -> new TreeSet<>()).add("s" + source);
                shares.merge(destination, traffic.share(source), Double::sum);
            }
        }
        Map<String, DestinationConfig> configuration = new LinkedHashMap<>();
        feeding.forEach((id, from) ->
                configuration.put(id, destination(id, from, shares.get(id) / (ill(id) ? sampled : 1))));
        return configuration;
    }

    private DestinationConfig destination(String id, Set<String> from, double part) {
        return ScaleWorld.limited(id, from, part * perSecond * headroom);
    }
}
