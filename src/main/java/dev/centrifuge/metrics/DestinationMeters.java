package dev.centrifuge.metrics;

import dev.centrifuge.metrics.meter.Buckets;
import dev.centrifuge.metrics.meter.Families;
import dev.centrifuge.metrics.meter.Words;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One destination: how long its attempts take, and what became of the legs of each source. Thread-safe.
 *
 * @param pairs by source
 */
record DestinationMeters(String id, Buckets attempts, Map<String, Pair> pairs) {

    /**
     * What became of the legs of one source at this destination.
     *
     * @param delivered by class of answer
     * @param retried by class of answer, or by cause where there was none
     * @param deferred by delay
     * @param dead by reason
     */
    record Pair(Words delivered, Words retried, Words deferred, Words dead, CounterDataPoint filtered) {}

    DestinationMeters(String id, Buckets attempts) {
        this(id, attempts, new ConcurrentHashMap<>());
    }

    void retain(Set<String> sources) {
        pairs.keySet().removeIf(source -> Families.gone(source, sources));
    }
}
