package dev.centrifuge.flow.job;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.job.Stretch.Detour;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One step of a job: some records of one stretch, and which of them are to be copied. Then its copies, {@link #stretch} and
 * {@link #tally} are recorded together, or nothing of it has happened.
 */
public final class Batch {
    private static final int MOST_COPIES = 500;
    private static final long MOST_BYTES = 4L << 20;
    private static final int MOST_RECORDS = 5_000;

    private final Job job;
    private final Rules rules;
    private final Redriven redriven;
    private final Pacer pacer;
    private final @Nullable Predicate<Event> filter;
    private final long now;
    private final List<Copy> copies = new ArrayList<>();
    private final List<Letter.Place> marked = new ArrayList<>();
    private Stretch stretch;
    private long bytes;
    private long waitNanos;
    private long scanned;
    private long matched;
    private long skipped;
    private @Nullable Failures failures;

    /**
     * A leg to be delivered again.
     *
     * @param origin the offset that it was copied for: the event's, or the letter's
     * @param inside of a letter that stands for a stretch: the event's offset; else -1
     */
    public record Copy(Event event, String destination, long origin, long inside) {}

    /**
     * Events that were left out because a filter failed on them: nobody can say whether they were meant. Among those that are
     * skipped.
     *
     * @param events how many
     * @param destination whose they would be
     * @param last what the filter said of the last
     */
    public record Failures(long events, String destination, RuntimeException last) {}

    /**
     * @param filter the job's own, compiled; null where it has none
     * @param now in monotonic nanoseconds
     */
    public Batch(
            Job job,
            Stretch stretch,
            Rules rules,
            Redriven redriven,
            Pacer pacer,
            @Nullable Predicate<Event> filter,
            long now) {
        this.job = job;
        this.stretch = stretch;
        this.rules = rules;
        this.redriven = redriven;
        this.pacer = pacer;
        this.filter = filter;
        this.now = now;
    }

    /**
     * The next event of a replay, or of a detour.
     *
     * @param event null where the record is none
     * @return false when this step is over; the record is part of it if {@link #stretch} has passed it
     */
    public boolean event(long offset, long at, @Nullable Event event) {
        Detour detour = stretch.detour();
        if (at >= job.criteria().until() && detour == null) {
            stretch = stretch.at(stretch.end());
            return false;
        }
        String destination = detour == null ? job.criteria().destination() : detour.destination();
        boolean meant = false;
        Copy copy = null;
        if (event != null && destination != null && means(event)) {
            meant = true;
            boolean one = detour != null && detour.one();
            if (one ? rules.configured(destination) : wants(event, destination)) {
                if (!paid(destination)) {
                    return false;
                }
                copy = detour == null
                        ? new Copy(event, destination, offset, -1)
                        : new Copy(event, destination, stretch.next(), offset);
            }
        }
        count(meant, copy != null);
        if (copy != null) {
            add(copy);
        }
        stretch = detour == null ? stretch.at(offset + 1) : stretch.by(detour.behind(offset));
        return more();
    }

    private boolean mayCopy(Letter.Place place, String destination) {
        return rules.configured(destination) && (job.force() || redriven.by(place) == null);
    }

    private boolean means(Event event) {
        String source = job.criteria().source();
        return source == null || source.equals(event.envelope().source());
    }

    private boolean wants(Event event, String destination) {
        try {
            return rules.configured(destination)
                    && rules.wants(event, destination)
                    && (filter == null || filter.test(event));
        } catch (RuntimeException e) {
            Failures before = failures;
            failures = new Failures(before == null ? 1 : before.events + 1, destination, e);
            return false;
        }
    }

    /** The next dead letter of a redrive; see {@link #event}. */
    public boolean letter(Letter letter) {
        Letter.Place place = letter.place();
        if (letter.at() >= job.criteria().until()) {
            stretch = stretch.at(stretch.end());
            return false;
        }
        String destination = letter.destination();
        Event event = letter.event();
        boolean meant = job.letters().isEmpty()
                ? job.criteria().match(letter)
                : job.letters().contains(place);
        Letter.Reference reference = letter.reference();
        if (!meant || destination == null || letter.hopeless() != null || !mayCopy(place, destination)) {
            count(meant, false);
        } else if (letter.range() == null && reference != null) {
            long at = reference.offset();
            stretch = stretch.at(place.offset()).by(new Detour(destination, at, at + 1, true));
            return false;
        } else {
            Letter.Range range = letter.range();
            if (range == null && !paid(destination)) {
                return false;
            }
            count(true, true);
            if (range != null) {
                stretch = stretch.at(place.offset()).by(new Detour(destination, range.from(), range.to()));
                return false;
            }
            if (event != null) {
                marked.add(place);
                add(new Copy(event, destination, place.offset(), -1));
            }
        }
        stretch = stretch.at(place.offset() + 1);
        return more();
    }

    /** Everything up to there was read, and what there was of it is in this. */
    public void passed(long offset) {
        Detour detour = stretch.detour();
        if (detour == null) {
            stretch = stretch.at(offset);
        } else if (offset >= detour.end()) {
            marked.add(new Letter.Place(stretch.partition(), stretch.next()));
            stretch = stretch.at(stretch.next() + 1);
        }
    }

    private boolean paid(String destination) {
        waitNanos = pacer.nanosUntil(destination, now);
        return waitNanos == 0;
    }

    private void count(boolean meant, boolean copied) {
        scanned++;
        matched += meant ? 1 : 0;
        skipped += meant && !copied ? 1 : 0;
    }

    private void add(Copy copy) {
        copies.add(copy);
        bytes += copy.event().weight();
    }

    private boolean more() {
        return copies.size() < MOST_COPIES && bytes < MOST_BYTES && scanned < MOST_RECORDS;
    }

    public List<Copy> copies() {
        return copies;
    }

    /** Letters that are redriven with this. */
    public List<Letter.Place> marked() {
        return marked;
    }

    /** Where the job stands with this. */
    public Stretch stretch() {
        return stretch;
    }

    public Progress.Tally tally() {
        return new Progress.Tally(scanned, matched, copies.size(), skipped);
    }

    /** Null where no filter failed. One step is for one destination where it asks filters. */
    public @Nullable Failures failures() {
        return failures;
    }

    /** How long until the next record may be copied; 0 where nothing keeps it. */
    public long waitNanos() {
        return waitNanos;
    }
}
