package dev.centrifuge.flow.count;

import dev.centrifuge.flow.Delay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The funnel of some lanes at a moment. Immutable.
 *
 * @param at milliseconds since the epoch
 * @param total of all
 * @param destinations by id
 * @param pairs by destination and source; of an empty source what is not known to be whose yet, the empty pair for what was
 *     removed from the configuration
 * @param sources by id
 */
public record Funnel(
        long at, FunnelRow total, List<FunnelRow> destinations, List<FunnelRow> pairs, List<SourceRow> sources) {
    public static final Funnel EMPTY = none(0);

    /** Of no lanes. */
    public static Funnel none(long at) {
        return new Funnel(at, FunnelRow.none("", ""), List.of(), List.of(), List.of());
    }

    /**
     * A source's events.
     *
     * @param events that were read, duplicates among them
     * @param deduplicated of these, duplicates, which have no legs
     * @param legs what became of the others' legs: none where no destination takes the source
     */
    public record SourceRow(String source, long events, long deduplicated, FunnelRow legs) {

        SourceRow plus(SourceRow other) {
            return new SourceRow(
                    source, events + other.events, deduplicated + other.deduplicated, legs.plus(other.legs));
        }
    }

    /** Both, where they have no lane in common and all lanes of a partition are in one of them; as of this one's moment. */
    public Funnel plus(Funnel other) {
        return new Funnel(
                at,
                total.plus(other.total),
                merged(destinations, other.destinations),
                merged(pairs, other.pairs),
                mergedSources(sources, other.sources));
    }

    private static List<FunnelRow> merged(List<FunnelRow> one, List<FunnelRow> two) {
        if (one.isEmpty() || two.isEmpty()) {
            return one.isEmpty() ? two : one;
        }
        Map<Pair, FunnelRow> rows = new HashMap<>();
        one.forEach(row -> rows.put(new Pair(row.source(), row.destination()), row));
        two.forEach(row -> rows.merge(new Pair(row.source(), row.destination()), row, FunnelRow::plus));
        return rows.values().stream().sorted(FunnelRow.ORDER).toList();
    }

    private static List<SourceRow> mergedSources(List<SourceRow> one, List<SourceRow> two) {
        Map<String, SourceRow> rows = new TreeMap<>();
        one.forEach(row -> rows.put(row.source(), row));
        two.forEach(row -> rows.merge(row.source(), row, SourceRow::plus));
        return List.copyOf(rows.values());
    }

    /** Adds lanes up. For one thread. */
    public static final class Builder {
        private final Map<Pair, Counts> read = new HashMap<>();
        private final Map<Pair, Counts> again = new HashMap<>();
        private final Map<Pair, Counts> replays = new HashMap<>();
        private final Map<String, Long> beyond = new HashMap<>();

        /**
         * A lane whose legs are pending if nothing else is known of them: such as one that another node reads.
         *
         * @param delay of the delay topic that it reads, {@link Delay#REPLAY} for what jobs copied; null for events
         */
        public void add(@Nullable Delay delay, Collection<Row> rows) {
            Map<Pair, Counts> to = delay == null ? read : delay == Delay.REPLAY ? replays : again;
            for (Row row : rows) {
                Counts counts = row.counts();
                if (counts != null) {
                    to.merge(row.pair(), counts, Counts::plus);
                }
            }
        }

        /** A lane whose pending legs are known. */
        public void add(@Nullable Delay delay, Collection<Row> rows, List<Balance.Gap> gaps) {
            add(delay, rows);
            gaps.forEach(gap -> beyond.merge(gap.destination(), -gap.legs(), Long::sum));
        }

        public Funnel build(long at) {
            Set<Pair> legs = new HashSet<>(read.keySet());
            legs.addAll(again.keySet());
            legs.addAll(replays.keySet());
            legs.removeIf(Pair::ofEvents);
            List<FunnelRow> pairs = new ArrayList<>();
            legs.forEach(pair -> pairs.add(row(pair)));
            pairs.sort(FunnelRow.ORDER);
            Map<String, FunnelRow> destinations = new TreeMap<>();
            Map<String, FunnelRow> sources = new TreeMap<>();
            for (FunnelRow row : pairs) {
                destinations.merge(row.destination(), row.named(row.destination(), ""), FunnelRow::plus);
                sources.merge(row.source(), row.named("", row.source()), FunnelRow::plus);
            }
            beyond.forEach(
                    (destination, by) -> destinations.computeIfPresent(destination, (id, row) -> row.pendingMore(by)));
            FunnelRow total =
                    destinations.values().stream().reduce(FunnelRow.none("", ""), (sum, row) -> sum.plus(row));
            return new Funnel(at, total, List.copyOf(destinations.values()), List.copyOf(pairs), ofSources(sources));
        }

        private FunnelRow row(Pair pair) {
            Counts first = read.getOrDefault(pair, Counts.NONE);
            Counts taken = again.getOrDefault(pair, Counts.NONE);
            Counts replayed = replays.getOrDefault(pair, Counts.NONE);
            Counts all = first.plus(taken).plus(replayed);
            long way = all.delayed() - taken.received();
            long repeated = Math.max(0, -way);
            return new FunnelRow(
                    pair.destination(),
                    pair.source(),
                    first.received() + replayed.received() + repeated,
                    replayed.received(),
                    repeated,
                    all.delivered(),
                    all.filtered(),
                    all.dead(),
                    all.lost(),
                    all.open() + all.skipped() + Math.max(0, way),
                    0);
        }

        private List<SourceRow> ofSources(Map<String, FunnelRow> legs) {
            Map<String, SourceRow> rows = new TreeMap<>();
            legs.forEach((source, row) -> rows.put(source, new SourceRow(source, 0, 0, row)));
            read.forEach((pair, counts) -> {
                if (pair.ofEvents()) {
                    FunnelRow row = legs.getOrDefault(pair.source(), FunnelRow.none("", pair.source()));
                    rows.put(pair.source(), new SourceRow(pair.source(), counts.received(), counts.filtered(), row));
                }
            });
            rows.remove(Pair.UNKNOWN);
            return List.copyOf(rows.values());
        }
    }
}
