package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Some destinations that each get a share of the traffic and go down, among others that get all of it.
 *
 * @param laggards how many go down
 * @param perMyriad what each of them gets of the traffic, in ten-thousandths
 * @param staggerNanos by how much each of them goes down later than the one before
 */
record SharePlan(
        int laggards,
        int perMyriad,
        double perSecond,
        int sample,
        long stepNanos,
        long outageFrom,
        long outageUntil,
        long staggerNanos)
        implements ScaleWorld {
    private static final int SOURCES = 10_000;
    private static final String REST = "rest";

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public long sampledFrom() {
        return 0;
    }

    @Override
    public long memory() {
        return 256L << 20;
    }

    @Override
    public boolean ill(String destination) {
        return !destination.equals(REST);
    }

    @Override
    public boolean down(String destination, long nanos) {
        if (!ill(destination)) {
            return false;
        }
        long later = Integer.parseInt(destination.substring(1)) * staggerNanos;
        return nanos >= outageFrom + later && nanos < outageUntil;
    }

    @Override
    public ScaleTraffic traffic() {
        return new ScaleTraffic(SOURCES, 0, perSecond, sample, 0);
    }

    @Override
    public Map<String, DestinationConfig> configuration(ScaleTraffic traffic, int sampled) {
        Map<String, DestinationConfig> configuration = new LinkedHashMap<>();
        for (int i = 0; i < laggards; i++) {
            Set<String> sources = new TreeSet<>();
            for (int k = 0; k < perMyriad; k++) {
                sources.add("s" + (i * perMyriad + k) % SOURCES);
            }
            double mean = perSecond / sampled * perMyriad / SOURCES;
            configuration.put("d" + i, ScaleWorld.limited("d" + i, sources, 3 * mean));
        }
        configuration.put(REST, ScaleWorld.limited(REST, Set.of("*"), 3 * perSecond));
        return configuration;
    }
}
