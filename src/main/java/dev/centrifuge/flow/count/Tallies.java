package dev.centrifuge.flow.count;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What became of the legs of one lane, by pair of source and destination, since ever: restored and committed with the lane's
 * progress, so that each leg's end counts once, exactly where it is resolved.
 *
 * <p>Whose pending legs these are is known by destination alone where a record is gone, and where legs were open before anybody
 * counted: these are in a row of an unknown source until the destination has nothing pending, and then where they belong.
 *
 * <p>Belongs to the log thread. Counting allocates nothing once a pair has its row.
 */
public final class Tallies {
    private final Map<String, OfSource> sources = new HashMap<>();
    private final Map<String, OfDestination> destinations = new HashMap<>();
    private final List<Tally> changed = new ArrayList<>();
    private final List<Pair> gone = new ArrayList<>();
    private long unrouted;

    /** The rows of one source. */
    public static final class OfSource {
        private final Tallies all;
        private final String source;
        private final Tally events;
        private final Map<String, Tally> byDestination = new HashMap<>();

        OfSource(Tallies all, String source) {
            this.all = all;
            this.source = source;
            this.events = new Tally(Pair.events(source), new OfDestination(), all.changed);
        }

        /** The row of the pair with {@code destination}. */
        public Tally of(String destination) {
            Tally tally = byDestination.get(destination);
            return tally == null ? all.add(this, destination) : tally;
        }

        /** Whether the rows are no more: what is to be counted counts in others of the source. */
        public boolean gone() {
            return events.gone();
        }

        /** An event is routed, to however many destinations. */
        public void routed() {
            events.receive();
            events.deliver();
        }

        /** The same, and these of the source's destinations do not get it. */
        public void routed(List<String> unwanted) {
            routed();
            for (String destination : unwanted) {
                Tally tally = of(destination);
                tally.receive();
                tally.filter();
            }
        }

        /** An event is a duplicate: nobody gets it. */
        public void duplicate() {
            events.receive();
            events.filter();
        }
    }

    /** The rows of one destination. */
    static final class OfDestination {
        final List<Tally> rows = new ArrayList<>();
        long skipped;

        @Nullable
        Tally unknown;

        /** True if one of the skipped legs whose source is not known is this one's. */
        boolean claim(Tally claimant) {
            Tally from = unknown;
            if (from == null || from.skipped() == 0 || from == claimant) {
                return false;
            }
            from.cede(claimant);
            return true;
        }
    }

    /** As they were committed. */
    public static Tallies restored(Collection<Row> rows) {
        Tallies tallies = new Tallies();
        for (Row row : rows) {
            Counts counts = row.counts();
            if (counts != null) {
                tallies.row(row.pair()).restore(counts);
            }
        }
        return tallies;
    }

    public boolean isEmpty() {
        return sources.isEmpty();
    }

    public OfSource source(String source) {
        OfSource of = sources.get(source);
        if (of == null) {
            of = new OfSource(this, source);
            sources.put(source, of);
        }
        return of;
    }

    /** The row of a pair. */
    public Tally of(String source, String destination) {
        return source(source).of(destination);
    }

    private Tally row(Pair pair) {
        return pair.ofEvents() ? source(pair.source()).events : of(pair.source(), pair.destination());
    }

    private Tally add(OfSource source, String destination) {
        OfDestination family = family(destination);
        Tally tally = new Tally(new Pair(source.source, destination), family, changed);
        family.rows.add(tally);
        if (source.source.isEmpty()) {
            family.unknown = tally;
        }
        source.byDestination.put(destination, tally);
        return tally;
    }

    private OfDestination family(String destination) {
        return destinations.computeIfAbsent(destination, d -> new OfDestination());
    }

    /** Legs that were pending before anybody counted. */
    public void found(String destination, long open, long skipped) {
        of(Pair.UNKNOWN, destination).add(new Counts(open + skipped, 0, 0, 0, 0, 0, skipped));
    }

    /** Open legs whose record is gone. */
    public void lost(String destination, long legs) {
        of(Pair.UNKNOWN, destination).lose(legs);
    }

    /** Records of a delay topic that are gone before they were taken in. */
    public void lostUnread(long legs) {
        row(Pair.REMOVED).add(new Counts(legs, 0, 0, 0, 0, legs, 0));
    }

    /** Some of what was left to the destination's cursors is gone. What is read all the same is found again. */
    public void mayBeLost(String destination) {
        family(destination).rows.forEach(Tally::loseSkipped);
    }

    /** How many legs are left to the destination's cursors. */
    public long skipped(String destination) {
        OfDestination family = destinations.get(destination);
        return family == null ? 0 : family.skipped;
    }

    /** How many legs are left to cursors, of all destinations. */
    public long skipped() {
        long skipped = 0;
        for (OfDestination family : destinations.values()) {
            skipped += family.skipped;
        }
        return skipped;
    }

    /** How many legs are left to the destination's cursors, of one source; of all where that is null. */
    public long skipped(String destination, @Nullable String source) {
        OfSource of = source == null ? null : sources.get(source);
        Tally tally = of == null ? null : of.byDestination.get(destination);
        return source == null ? skipped(destination) : tally == null ? 0 : tally.skipped();
    }

    /** One letter stands for all that was left to the destination's cursors. */
    public void letter(String destination) {
        family(destination).rows.forEach(Tally::letterForSkipped);
    }

    /**
     * That letter is not to be, as it seems: what it stood for is left to cursors again. Where another one has been counted since,
     * the {@code legs} that it spoke of stay counted.
     */
    public void unletter(String destination, long legs) {
        List<Tally> rows = family(destination).rows;
        if (rows.stream().mapToLong(Tally::lettered).sum() == legs) {
            rows.forEach(Tally::unletter);
        }
    }

    /** The destination has no cursor any more: what was skipped for it and not read is not routed to it any more. */
    public void caughtUp(String destination) {
        OfDestination family = destinations.get(destination);
        if (family != null && family.skipped != 0) {
            unrouted += family.skipped;
            family.rows.forEach(Tally::filterSkipped);
        }
    }

    /** Legs that were skipped and not routed any more when they were read, since the start. 0 while nobody configures. */
    public long unrouted() {
        return unrouted;
    }

    /**
     * The destination has nothing pending: whatever row does not say so shows whose the legs of unknown sources were.
     */
    public void settle(String destination) {
        OfDestination family = destinations.get(destination);
        Tally unknown = family == null ? null : family.unknown;
        if (family == null
                || unknown == null
                || destination.isEmpty()
                || (unknown.settled() && unknown.counts().lost() == 0)) {
            return;
        }
        for (Tally row : family.rows) {
            long open = row == unknown ? 0 : row.counts().open();
            if (open > 0) {
                row.lose(open);
                unknown.lose(-open);
            } else if (open < 0) {
                row.add(new Counts(-open, 0, 0, 0, 0, 0, 0));
                unknown.add(new Counts(open, 0, 0, 0, 0, 0, 0));
            }
        }
    }

    /** The destinations with legs of unknown sources. */
    public List<String> unsettled() {
        OfSource unknown = sources.get(Pair.UNKNOWN);
        return unknown == null ? List.of() : List.copyOf(unknown.byDestination.keySet());
    }

    /** Moves rows that nobody asks for any more into one; only such as have nothing pending. */
    public void fold(Predicate<Pair> expired) {
        Counts sum = Counts.NONE;
        for (OfSource source : List.copyOf(sources.values())) {
            for (Tally row : List.copyOf(source.byDestination.values())) {
                Pair pair = row.pair();
                if (!pair.equals(Pair.REMOVED) && row.settled() && expired.test(pair)) {
                    sum = sum.plus(row.counts());
                    remove(source, row);
                }
            }
            if (!source.source.isEmpty() && source.byDestination.isEmpty() && expired.test(source.events.pair())) {
                sources.remove(source.source);
                forget(source.events);
            }
        }
        if (!sum.equals(Counts.NONE)) {
            row(Pair.REMOVED).add(sum);
        }
    }

    private void remove(OfSource source, Tally row) {
        String destination = row.pair().destination();
        source.byDestination.remove(destination);
        OfDestination family = family(destination);
        family.rows.remove(row);
        family.unknown = family.unknown == row ? null : family.unknown;
        if (family.rows.isEmpty()) {
            destinations.remove(destination);
        }
        forget(row);
    }

    private void forget(Tally row) {
        row.go();
        changed.remove(row);
        gone.add(row.pair());
    }

    /** All rows as they are. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (OfSource source : sources.values()) {
            if (!source.events.counts().equals(Counts.NONE)) {
                rows.add(new Row(source.events.pair(), source.events.counts()));
            }
            source.byDestination.values().forEach(row -> rows.add(new Row(row.pair(), row.counts())));
        }
        return rows;
    }

    /** The destinations that have a row. */
    public Set<String> destinations() {
        return destinations.keySet();
    }

    /** The sum of a destination's rows. */
    public Counts of(String destination) {
        Counts sum = Counts.NONE;
        OfDestination family = destinations.get(destination);
        for (Tally row : family == null ? List.<Tally>of() : family.rows) {
            sum = sum.plus(row.counts());
        }
        return sum;
    }

    public boolean changed() {
        return !changed.isEmpty() || !gone.isEmpty();
    }

    /** The rows that changed since the last call, absolute. */
    public List<Row> takeChanges() {
        List<Row> rows = new ArrayList<>(changed.size() + gone.size());
        gone.forEach(pair -> rows.add(new Row(pair, null)));
        for (Tally tally : changed) {
            tally.taken();
            rows.add(new Row(tally.pair(), tally.counts()));
        }
        gone.clear();
        changed.clear();
        return rows;
    }

    /** The write failed, or its end is unknown: all of it is to be written again. */
    public void giveBack(List<Row> rows) {
        for (Row row : rows) {
            Pair pair = row.pair();
            OfSource source = sources.get(pair.source());
            Tally tally = source == null
                    ? null
                    : pair.ofEvents() ? source.events : source.byDestination.get(pair.destination());
            if (tally == null) {
                gone.add(pair);
            } else {
                tally.touch();
            }
        }
    }
}
