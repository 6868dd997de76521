package dev.centrifuge.admin.events;

import dev.centrifuge.admin.events.EventPort.LegPlace;
import dev.centrifuge.admin.events.EventPort.Where;
import dev.centrifuge.admin.events.EventView.LegView;
import dev.centrifuge.dispatch.Dispatcher.Routed;
import dev.centrifuge.event.Letter;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.PastAttempt.Place;
import dev.centrifuge.event.Sighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells what became of one stored event, from what is known of it. Pure.
 *
 * <p>What was written down goes first: a dead letter, then the last attempt's word on what comes next, unless the log thread
 * knows that this is over. Of a leg that nothing was written about, the log thread knows whether it is done; then it was
 * delivered, unless the event or the destination's filter says that it was not for it.
 */
final class Legs {
    private static final LegPlace UNKNOWN = new LegPlace(Where.ELSEWHERE, "not_read");

    private final List<Routed> routed;
    private final Map<String, List<PastAttempt>> attempts = new TreeMap<>();
    private final Map<String, Letter> letters = new TreeMap<>();

    /**
     * @param all each time that the event was found, this one among them
     * @param attempts of any of these, in any order
     * @param letters of any of these
     */
    Legs(Sighting seen, List<Sighting> all, List<Routed> routed, List<PastAttempt> attempts, List<Letter> letters) {
        this.routed = routed;
        attempts.stream()
                .filter(each -> seen.equals(owner(each.source(), each.place(), each.at(), all)))
                .sorted(Comparator.comparingLong(PastAttempt::at).thenComparingInt(PastAttempt::number))
                .forEach(each -> this.attempts
                        .computeIfAbsent(each.destination(), id -> new ArrayList<>())
                        .add(each));
        letters.stream()
                .filter(each -> seen.equals(owner(each.source(), each.origin(), each.at(), all)))
                .sorted(Comparator.comparingLong(Letter::at))
                .forEach(each -> this.letters.put(each.destination(), each));
    }

    /**
     * Whose it is. A copy that waited in a delay topic does not say from where it first came: it belongs to the last that was
     * stored before, in its partition.
     */
    static @Nullable Sighting owner(String source, Place place, long at, List<Sighting> all) {
        Sighting owner = null;
        for (Sighting each : all) {
            boolean fits = each.partition() == place.partition()
                    && each.event().envelope().source().equals(source);
            if (fits && place.isEvent() && place.offset() == each.offset()) {
                return each;
            }
            boolean before = each.event().envelope().receivedAt() <= at;
            if (fits && !place.isEvent() && before && (owner == null || owner.offset() < each.offset())) {
                owner = each;
            }
        }
        return owner;
    }

    /** Those it has, or had by what is written down. */
    SortedSet<String> destinations() {
        SortedSet<String> ids = new TreeSet<>(attempts.keySet());
        ids.addAll(letters.keySet());
        routed.forEach(each -> ids.add(each.destination()));
        return ids;
    }

    /** One for each of {@link #destinations}, in order. */
    List<LegView> views(Map<String, LegPlace> where) {
        return destinations().stream()
                .map(id -> view(id, where.getOrDefault(id, UNKNOWN)))
                .toList();
    }

    private LegView view(String destination, LegPlace where) {
        List<PastAttempt> made = attempts.getOrDefault(destination, List.of());
        PastAttempt last = made.isEmpty() ? null : made.get(made.size() - 1);
        Letter letter = letters.get(destination);
        State state = state(destination, where, last, letter);
        return new LegView(
                destination,
                state.word(),
                state.why().isEmpty() ? null : state.why(),
                state.at() > 0 ? AttemptView.time(state.at()) : null,
                letter != null && state.word().equals("dead") ? letter.id() : null,
                made.stream().map(AttemptView::of).toList());
    }

    private record State(String word, String why, long at) {
        static State of(String word) {
            return new State(word, "", 0);
        }
    }

    private State state(String destination, LegPlace where, @Nullable PastAttempt last, @Nullable Letter letter) {
        if (where.where() == Where.SUPPRESSED) {
            return State.of("duplicate");
        }
        if (letter != null && (last == null || last.at() <= letter.at() || !isOver(last))) {
            return new State("dead", letter.reason(), 0);
        }
        return last == null ? unwritten(destination, where) : written(last, where);
    }

    private static boolean isOver(PastAttempt attempt) {
        return attempt.next().what() == PastAttempt.What.DELIVERED
                || attempt.next().what() == PastAttempt.What.FILTERED;
    }

    private static State written(PastAttempt last, LegPlace where) {
        return switch (last.next().what()) {
            case DELIVERED -> State.of("delivered");
            case FILTERED -> State.of("filtered");
            case DEAD -> new State("dead", last.next().detail(), 0);
            case DELAYED ->
                new State("delayed", last.next().detail(), last.next().at());
            case RETRY -> live(where, last.next().at());
            case DETACHED -> live(where, 0);
        };
    }

    /** Of a leg that had not ended when its last attempt did. */
    private static State live(LegPlace where, long at) {
        return switch (where.where()) {
            case DETACHED -> new State("detached", where.why(), 0);
            case RESOLVED -> State.of("delivered");
            case ELSEWHERE -> new State("unknown", where.why().isEmpty() ? "another_node" : where.why(), at);
            default -> new State("pending", where.why(), at);
        };
    }

    private State unwritten(String destination, LegPlace where) {
        boolean wanted = routed.stream().anyMatch(each -> each.destination().equals(destination) && each.wanted());
        if (!wanted) {
            return State.of("filtered");
        }
        return where.where() == Where.UNREAD ? new State("pending", "unread", 0) : live(where, 0);
    }
}
