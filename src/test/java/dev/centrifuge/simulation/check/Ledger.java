package dev.centrifuge.simulation.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What was appended and what became of it, seen from outside: by the log and the destinations, not by the gateway. Every
 * leg is delivered, dead, or unsettled; the gateway must account for the unsettled ones.
 */
public final class Ledger {
    private final List<EventLife> events = new ArrayList<>();
    private final Set<LegLife> unsettled = new LinkedHashSet<>();

    /** The same, by partition: what is checked at each checkpoint is one partition's. */
    private final List<Set<LegLife>> unsettledOf = new ArrayList<>();

    private long legs;
    private long delivered;
    private long repeated;
    private long dead;

    /** An event is in the log, and that was acknowledged. */
    public EventLife appended(
            int partition, long offset, String source, String key, long receivedAt, Collection<String> destinations) {
        EventLife life = new EventLife(events.size(), partition, offset, source, key, receivedAt, destinations);
        events.add(life);
        legs += life.legs().size();
        unsettled.addAll(life.legs());
        while (unsettledOf.size() <= partition) {
            unsettledOf.add(new LinkedHashSet<>());
        }
        unsettledOf.get(partition).addAll(life.legs());
        return life;
    }

    public EventLife event(int index) {
        return events.get(index);
    }

    /** The index that the next event gets. */
    public int size() {
        return events.size();
    }

    public LegLife leg(int event, String destination) {
        for (LegLife leg : events.get(event).legs()) {
            if (leg.destination().equals(destination)) {
                return leg;
            }
        }
        throw new BrokenPromise(
                Promise.FUNNEL, "event %d was routed to %s, which does not want it", event, destination);
    }

    /** A destination took a leg. True if it is the first time. */
    public boolean taken(LegLife leg) {
        boolean first = leg.taken() == 0;
        leg.take();
        if (first) {
            delivered++;
        } else {
            repeated++;
        }
        settle(leg);
        return first;
    }

    /** A leg is durably among the dead letters. */
    public void died(LegLife leg) {
        died(leg, true);
    }

    private void died(LegLife leg, boolean own) {
        if (!leg.dead()) {
            dead++;
        }
        leg.die(own);
        settle(leg);
    }

    /** A fault happened after which this leg may be taken once more. */
    public void excuse(LegLife leg) {
        leg.excuse();
    }

    /** Its destination is not configured: whether the leg exists depends on when its event is read. */
    public void optional(LegLife leg) {
        leg.makeOptional();
    }

    /** The destination was taken out of the configuration: whether its unfinished legs exist depends on what was read. */
    public void optional(String destination) {
        unsettled.stream().filter(leg -> leg.destination().equals(destination)).forEach(LegLife::makeOptional);
    }

    /** One dead letter stands for all legs of a destination in a stretch of the log. */
    public void died(int partition, long from, long to, String destination) {
        unsettled.stream()
                .filter(leg -> leg.event().partition() == partition
                        && leg.event().offset() >= from
                        && leg.event().offset() < to
                        && leg.destination().equals(destination))
                .toList()
                .forEach(leg -> died(leg, false));
    }

    /** The log was cut: what is not settled there is lost, and not by the gateway. */
    public int cut(Predicate<EventLife> which) {
        List<LegLife> lost =
                unsettled.stream().filter(leg -> which.test(leg.event())).toList();
        lost.forEach(this::settle);
        return lost.size();
    }

    /** The end of the log was cut off: these are no more, and others will have their offsets. */
    public void lose(Predicate<EventLife> which) {
        cut(which);
        events.stream().filter(which).forEach(EventLife::lose);
    }

    private void settle(LegLife leg) {
        unsettled.remove(leg);
        unsettledOf.get(leg.event().partition()).remove(leg);
    }

    /** Those of one partition, in the order of their events. */
    public Collection<LegLife> unsettled(int partition) {
        return partition < unsettledOf.size() ? unsettledOf.get(partition) : List.of();
    }

    public Collection<LegLife> unsettled() {
        return unsettled;
    }

    /** Whether all that must be is settled. */
    public boolean settled() {
        return unsettled.stream().allMatch(LegLife::optional);
    }

    /** When all is quiet: nothing that was appended is missing. */
    public void quiet() {
        if (!settled()) {
            String some = unsettled.stream().limit(5).map(LegLife::toString).collect(Collectors.joining(", "));
            throw new BrokenPromise(Promise.NOTHING_LOST, "%d legs never ended: %s", unsettled.size(), some);
        }
    }

    public long legs() {
        return legs;
    }

    /** Legs that were delivered, each once. */
    public long delivered() {
        return delivered;
    }

    /** Deliveries beyond the first of a leg. */
    public long repeated() {
        return repeated;
    }

    public long dead() {
        return dead;
    }

    /** Those of them that were delivered, too. */
    public long deliveredAndDead() {
        return events.stream()
                .flatMap(event -> event.legs().stream())
                .filter(leg -> leg.dead() && leg.taken() > 0)
                .count();
    }
}
