package dev.centrifuge.flow.count;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the funnel came to be, since this process started: of the total a sample a second for ten minutes and one a minute for a
 * day, of each destination one in ten seconds and one in a quarter of an hour. 110 KiB for the total, 9 KiB for each destination
 * that has had a leg since, of which there are so many at most.
 *
 * <p>Thread-safe: written by the log thread, read by any.
 */
public final class History {
    private static final int MOST_DESTINATIONS = 1_000;

    private final Ring minutes = new Ring(1_000, 600);
    private final Ring day = new Ring(60_000, 1_440);
    private final Map<String, OfDestination> destinations = new HashMap<>();

    /** As each was when it was first seen. */
    private final Map<String, FunnelRow> quiet = new HashMap<>();

    /** @param at milliseconds since the epoch; the others since ever */
    public record Sample(long at, long received, long delivered, long filtered, long dead, long lost, long pending) {}

    private static final class OfDestination {
        final Ring minutes = new Ring(10_000, 60);
        final Ring day = new Ring(900_000, 96);
    }

    /** The newest funnel. */
    public synchronized void add(Funnel funnel) {
        minutes.offer(funnel.at(), funnel.total());
        day.offer(funnel.at(), funnel.total());
        for (FunnelRow row : funnel.destinations()) {
            FunnelRow first = quiet.putIfAbsent(row.destination(), row);
            boolean moves = first != null && !first.equals(row);
            if (moves && destinations.size() < MOST_DESTINATIONS) {
                destinations.computeIfAbsent(row.destination(), id -> new OfDestination());
            }
            OfDestination of = destinations.get(row.destination());
            if (of != null) {
                of.minutes.offer(funnel.at(), row);
                of.day.offer(funnel.at(), row);
            }
        }
    }

    /** The total's last ten minutes, or its last day; oldest first. */
    public synchronized List<Sample> total(boolean ofDay) {
        return (ofDay ? day : minutes).samples();
    }

    /** A destination's; empty where it has had no traffic. */
    public synchronized List<Sample> destination(String id, boolean ofDay) {
        OfDestination of = destinations.get(id);
        return of == null ? List.of() : (ofDay ? of.day : of.minutes).samples();
    }
}
