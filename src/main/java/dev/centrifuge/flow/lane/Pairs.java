package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.count.Tallies;
import dev.centrifuge.flow.count.Tally;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the log thread needs to know for a leg of a lane, by source and destination: looked up once for each source of an event that
 * comes, and not for each of its legs, nor again when these end. Belongs to the log thread.
 */
final class Pairs {
    private final Map<String, OfSource> sources = new HashMap<>();
    private final Lane lane;
    private final Node node;

    Pairs(Lane lane, Node node) {
        this.lane = lane;
        this.node = node;
    }

    /** One pair in one lane; legs know theirs. */
    static final class Pair implements Leg.Home {
        final Lane lane;
        final String source;
        final String destination;
        final Account account;
        private @Nullable Tally tally;

        Pair(Lane lane, String source, String destination, Account account) {
            this.lane = lane;
            this.source = source;
            this.destination = destination;
            this.account = account;
        }

        @Override
        public boolean isEvents() {
            return lane.delay() == null;
        }

        /** Its row in the funnel, which is another one after the one before had been folded. */
        Tally tally() {
            Tally row = tally;
            if (row == null || row.gone()) {
                row = lane.tallies.of(source, destination);
                tally = row;
            }
            return row;
        }
    }

    /** The pairs of one source. */
    final class OfSource {
        private final String source;
        private final Map<String, Pair> byDestination = new HashMap<>();
        private Tallies.@Nullable OfSource tallies;

        /** The last list that was asked for, and what it stands for: mostly it is the same object each time. */
        private List<String> asked = List.of();

        private Pair[] answered = new Pair[0];

        OfSource(String source) {
            this.source = source;
        }

        /** The source's rows in the funnel. */
        Tallies.OfSource tallies() {
            Tallies.OfSource rows = tallies;
            if (rows == null || rows.gone()) {
                rows = lane.tallies.source(source);
                tallies = rows;
            }
            return rows;
        }

        /** In this order; not to be changed, nor kept. */
        Pair[] of(List<String> destinations) {
            if (destinations != asked) {
                Pair[] pairs = new Pair[destinations.size()];
                for (int i = 0; i < pairs.length; i++) {
                    pairs[i] = of(destinations.get(i));
                }
                asked = destinations;
                answered = pairs;
            }
            return answered;
        }

        Pair of(String destination) {
            Pair pair = byDestination.get(destination);
            if (pair == null) {
                pair = new Pair(lane, source, destination, node.account(destination));
                byDestination.put(destination, pair);
            }
            return pair;
        }
    }

    OfSource of(String source) {
        OfSource of = sources.get(source);
        if (of == null) {
            of = new OfSource(source);
            sources.put(source, of);
        }
        return of;
    }

    /** Those that nobody asks for any more need no place here. */
    void forget() {
        sources.clear();
    }
}
