package dev.centrifuge.dispatch.history;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.PastAttempt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Keeps each destination's last attempts in memory, and passes all that it is told on. Failures and successes are kept apart, so
 * that neither pushes the other out.
 *
 * <p>Which successes at the first attempt are wanted is decided by the event's id: all destinations of an event that is looked
 * at are looked at. Thread-safe.
 */
public final class Recorder implements AttemptLog {
    /** Of each kind and destination, unless there are so many destinations that this would be too much memory. */
    static final int MOST_EACH = 50;

    private static final int LEAST_EACH = 4;

    /** Of each kind. An attempt has an excerpt of a KiB at most, so together these have some 30 MB at worst. */
    private static final int MOST = 16_384;

    private final long threshold;
    private final Consumer<PastAttempt> next;
    private final Map<String, Recent> recent = new ConcurrentHashMap<>();

    /**
     * @param successes which part of the events, from 0 to 1
     * @param next told of each attempt, on event loops; must not wait
     */
    public Recorder(double successes, Consumer<PastAttempt> next) {
        this.threshold = Math.round(successes * (1L << 32));
        this.next = next;
    }

    @Override
    public boolean failures() {
        return true;
    }

    @Override
    public boolean successes(Envelope envelope) {
        return threshold > 0 && Integer.toUnsignedLong(mixed(envelope.id().hashCode())) < threshold;
    }

    /** The finaliser of MurmurHash3: neighbours differ everywhere. */
    private static int mixed(int hash) {
        int h = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }

    @Override
    public void ended(PastAttempt attempt) {
        int each = Math.max(LEAST_EACH, Math.min(MOST_EACH, MOST / Math.max(1, recent.size())));
        recent.computeIfAbsent(attempt.destination(), id -> new Recent()).add(attempt, each);
        next.accept(attempt);
    }

    /** A destination's last attempts, the newest first. */
    public List<PastAttempt> recent(String destination) {
        Recent known = recent.get(destination);
        return known == null ? List.of() : known.all();
    }

    /** Forgets all other destinations. */
    public void retain(Set<String> destinations) {
        recent.keySet().retainAll(destinations);
    }

    private static final class Recent {
        private final Deque<PastAttempt> failures = new ArrayDeque<>();
        private final Deque<PastAttempt> successes = new ArrayDeque<>();

        synchronized void add(PastAttempt attempt, int most) {
            boolean success =
                    attempt.outcome().equals("delivered") || attempt.outcome().equals("dropped");
            Deque<PastAttempt> kept = success ? successes : failures;
            kept.addFirst(attempt);
            while (kept.size() > most) {
                kept.removeLast();
            }
        }

        synchronized List<PastAttempt> all() {
            List<PastAttempt> all = new ArrayList<>(failures);
            all.addAll(successes);
            all.sort(Comparator.comparingLong(PastAttempt::at).reversed());
            return all;
        }
    }
}
