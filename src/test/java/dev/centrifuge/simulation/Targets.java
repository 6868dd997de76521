package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The destinations: how each behaves, and by what configuration nodes send to it at the moment, if by any. */
final class Targets {
    private final VirtualClock clock;
    private final Map<String, Scenario.Target> all = new LinkedHashMap<>();
    private final Map<String, SimDestination> destinations = new HashMap<>();
    private final Map<String, DestinationConfig> configuration = new LinkedHashMap<>();
    private final Map<String, Long> absentSince = new HashMap<>();

    Targets(List<Scenario.Target> drawn, VirtualClock clock, Random random) {
        this.clock = clock;
        for (Scenario.Target target : drawn) {
            DestinationConfig config = target.config();
            all.put(target.id(), target);
            configuration.put(target.id(), config);
            long timeout = config.timeout().toNanos();
            destinations.put(target.id(), new SimDestination(target.phases(), random, timeout, target.throttled()));
        }
    }

    /** As it was drawn, whatever the configuration says now. */
    Scenario.Target get(String id) {
        return all.get(id);
    }

    SimDestination destination(String id) {
        return destinations.get(id);
    }

    /** The ids of those that are to get a source's events. */
    Set<String> wanting(String source) {
        Set<String> wanting = new TreeSet<>();
        all.forEach((id, target) -> {
            if (target.wants(source)) {
                wanting.add(id);
            }
        });
        return wanting;
    }

    Map<String, DestinationConfig> configuration() {
        return new LinkedHashMap<>(configuration);
    }

    /** @param config null where the destination is taken out */
    void configure(String id, @Nullable DestinationConfig config) {
        if (config == null) {
            configuration.remove(id);
            absentSince.putIfAbsent(id, clock.millis());
        } else {
            configuration.put(id, config);
            absentSince.remove(id);
        }
    }

    boolean absent(String id) {
        return absentSince.containsKey(id);
    }

    /** For how many milliseconds it has been out of the configuration. */
    long absentFor(String id) {
        Long since = absentSince.get(id);
        return since == null ? 0 : clock.millis() - since;
    }

    /** Of its configuration as it was drawn, in milliseconds. */
    long ttl(String id) {
        return all.get(id).config().retry().ttl().toMillis();
    }
}
