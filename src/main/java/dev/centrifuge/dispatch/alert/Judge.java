package dev.centrifuge.dispatch.alert;

import dev.centrifuge.config.AlertsConfig;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.flow.limit.TokenBucket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what there is to tell, by how the destinations do and what was told before. Told the time; belongs to one event loop.
 *
 * <p>Over all destinations there are {@value #BURST} alerts at once and one a second, those that wait longest first; the others
 * wait, and are told if it is still so by then. It keeps something only of destinations in trouble, and of {@value #MOST} at most.
 */
final class Judge {
    static final int MOST = 10_000;
    static final int BURST = 60;

    private final AlertsConfig config;
    private final Pace pace;
    private final AlertCounts counts;
    private final TokenBucket all;
    private final Map<String, Case> cases = new HashMap<>();

    Judge(AlertsConfig config, AlertCounts counts, long nanos) {
        this.config = config;
        this.pace = Pace.of(config);
        this.counts = counts;
        // It starts full: what is wrong at a start is of interest.
        this.all = new TokenBucket(1, 1_000_000_000L, BURST, nanos - BURST * 1_000_000_000L);
    }

    /** Something to tell. */
    private record Due(boolean repeats, long overdue, Runnable hold, Telling telling) {
        static final Comparator<Due> FIRST =
                Comparator.comparing(Due::repeats).thenComparing(Due::overdue, Comparator.reverseOrder());
    }

    private interface Telling {
        Alert tell(int held);
    }

    /**
     * Looks at all of them; once a second.
     *
     * @param dead those since it looked last, by destination
     * @param nanos monotonic
     * @param millis since the epoch
     */
    List<Alert> look(List<DestinationGauge> gauges, Map<String, DeadTally.Dead> dead, long nanos, long millis) {
        List<Due> due = new ArrayList<>();
        for (DestinationGauge gauge : gauges) {
            DeadTally.Dead letters = dead.get(gauge.id());
            Case known = known(gauge, letters, nanos, millis);
            if (known != null) {
                int missed = known.look(gauge, letters, config.backlogAge(), nanos, millis);
                counts.lost(Lost.LIMIT, missed);
                due(known, due, nanos, millis);
            }
        }
        cases.values().removeIf(each -> each.closed(pace, nanos));
        return told(due, nanos);
    }

    private @Nullable Case known(DestinationGauge gauge, DeadTally.@Nullable Dead letters, long nanos, long millis) {
        Case known = cases.get(gauge.id());
        if (known != null || (letters == null && !Case.needed(gauge, config.backlogAge(), millis))) {
            return known;
        }
        if (cases.size() >= MOST) {
            counts.lost(Lost.TABLE, letters == null ? 0 : 1);
            return null;
        }
        Case made = new Case(gauge, nanos);
        cases.put(gauge.id(), made);
        return made;
    }

    private void due(Case of, List<Due> due, long nanos, long millis) {
        if (of.outageDue(pace, nanos)) {
            due.add(due(of.outage(), nanos, held -> of.tellOutage(nanos, millis, held)));
        }
        if (of.backlogDue(pace, nanos)) {
            due.add(due(of.backlog(), nanos, held -> of.tellBacklog(nanos, millis, held)));
        }
        DeadTally.Dead dead = of.dead();
        if (dead != null && of.deadDue(pace, nanos)) {
            long overdue = Math.max(0, millis - dead.since()) * 1_000_000;
            due.add(new Due(false, overdue, () -> {}, held -> of.tellDead(dead, nanos, millis, held)));
        }
    }

    private Due due(Matter matter, long nanos, Telling telling) {
        return new Due(matter.repeats(), matter.overdue(pace, nanos), matter::hold, telling);
    }

    private List<Alert> told(List<Due> due, long nanos) {
        due.sort(Due.FIRST);
        int now = 0;
        while (now < due.size() && all.nanosUntil(1, 0, nanos) == 0) {
            all.spend(1, nanos);
            now++;
        }
        int held = due.size() - now;
        due.subList(now, due.size()).forEach(each -> each.hold().run());
        return due.subList(0, now).stream()
                .map(each -> each.telling().tell(held))
                .toList();
    }

    /** How many destinations it keeps something of. */
    int size() {
        return cases.size();
    }
}
