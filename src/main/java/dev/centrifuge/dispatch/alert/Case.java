package dev.centrifuge.dispatch.alert;

import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.traffic.DestinationState;
import dev.centrifuge.dispatch.traffic.Trouble;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A destination of which there is, or lately was, something to tell. */
final class Case {
    private final Matter outage = new Matter();
    private final Matter backlog = new Matter();
    private DestinationGauge gauge;
    private long lookedAt;

    private DeadTally.@Nullable Dead dead;
    private boolean everDead;
    private long deadToldAt;

    Case(DestinationGauge gauge, long nanos) {
        this.gauge = gauge;
        this.lookedAt = nanos;
    }

    /** Whether a destination without a case needs one. */
    static boolean needed(DestinationGauge gauge, Duration oldest, long millis) {
        return late(gauge, oldest, millis) || trouble(gauge.sample().state()) != null;
    }

    /** How many alerts it makes superfluous that waited for others. */
    int look(DestinationGauge now, DeadTally.@Nullable Dead more, Duration oldest, long nanos, long millis) {
        gauge = now;
        lookedAt = nanos;
        if (more != null) {
            dead = dead == null ? more : dead.and(more);
        }
        int missed = 0;
        DestinationState state = now.sample().state();
        if (judged(state)) {
            missed += outage.see(trouble(state), nanos, millis) ? 1 : 0;
        }
        if (state != DestinationState.DISABLED) {
            missed += backlog.see(late(now, oldest, millis) ? Kind.BACKLOG_OLD : null, nanos, millis) ? 1 : 0;
        }
        return missed;
    }

    private static boolean judged(DestinationState state) {
        // What somebody has shut says nothing: it is neither down nor well.
        return state != DestinationState.PAUSED
                && state != DestinationState.DISABLED
                && state != DestinationState.ABSENT;
    }

    private static @Nullable Kind trouble(DestinationState state) {
        return switch (state) {
            case DOWN -> Kind.DOWN;
            case GONE -> Kind.DISABLED;
            default -> null;
        };
    }

    private static boolean late(DestinationGauge gauge, Duration oldest, long millis) {
        long at = gauge.sample().oldestAt();
        return at > 0 && millis - at > oldest.toMillis();
    }

    boolean outageDue(Pace pace, long nanos) {
        return judged(gauge.sample().state()) && outage.due(pace, nanos);
    }

    boolean backlogDue(Pace pace, long nanos) {
        return gauge.sample().state() != DestinationState.DISABLED && backlog.due(pace, nanos);
    }

    boolean deadDue(Pace pace, long nanos) {
        return dead != null && deadOver(pace, nanos);
    }

    private boolean deadOver(Pace pace, long nanos) {
        return !everDead || nanos - deadToldAt >= pace.interval();
    }

    Matter outage() {
        return outage;
    }

    Matter backlog() {
        return backlog;
    }

    Alert tellOutage(long nanos, long millis, int held) {
        Matter.Told told = outage.tell(Kind.RECOVERED, nanos, millis);
        Trouble trouble = gauge.sample().trouble();
        boolean ended = told.kind() == Kind.RECOVERED;
        return alert(told, millis, ended || trouble == null ? null : trouble.cause(), held);
    }

    Alert tellBacklog(long nanos, long millis, int held) {
        return alert(backlog.tell(Kind.BACKLOG_FRESH, nanos, millis), millis, null, held);
    }

    private Alert alert(Matter.Told told, long millis, @Nullable String reason, int held) {
        return new Alert(
                told.kind(),
                gauge.id(),
                millis,
                told.since(),
                told.kind() == Kind.RECOVERED || told.kind() == Kind.BACKLOG_FRESH ? told.begun() : millis,
                told.repeated(),
                gauge.sample(),
                reason,
                told.times(),
                told.lastedMillis(),
                held);
    }

    /** {@link #deadDue} must hold. */
    Alert tellDead(DeadTally.Dead letters, long nanos, long millis, int held) {
        dead = null;
        everDead = true;
        deadToldAt = nanos;
        return new Alert(
                Kind.DEAD_LETTERS,
                gauge.id(),
                millis,
                letters.since(),
                millis,
                false,
                gauge.sample(),
                letters.reason(),
                letters.count(),
                0,
                held);
    }

    DeadTally.@Nullable Dead dead() {
        return dead;
    }

    /** Whether it is of no more use: its destination is not here any more, or nothing is left to tell. */
    boolean closed(Pace pace, long nanos) {
        boolean blank = outage.blank(pace, nanos) && backlog.blank(pace, nanos);
        return lookedAt != nanos || (blank && dead == null && deadOver(pace, nanos));
    }
}
