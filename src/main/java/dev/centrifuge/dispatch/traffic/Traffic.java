package dev.centrifuge.dispatch.traffic;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.flow.count.Backlog;
import dev.centrifuge.flow.outbox.Outlook;
import org.jspecify.annotations.Nullable;

/**
 * Counts what goes to one destination, and is asked once a second how it does. Rates are averages that forget within some ten
 * seconds. Belongs to one event loop.
 */
public final class Traffic {
    private static final double WEIGHT = 0.2;
    private static final double NOTHING = 0.05;
    private static final long LONG_MILLIS = 1_000;
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final long DORMANT_NANOS = 10 * MINUTE_NANOS;

    private final Histories histories;
    private final Refusals refusals = new Refusals();
    private Condition condition;
    private long lastAt;
    private int came;
    private int went;
    private int failed;
    private int refused;
    private double in;
    private double out;
    private long leftBefore;
    private @Nullable Minute minute;
    private @Nullable History history;
    private @Nullable Trouble trouble;

    /** What the destination's outbox holds. */
    public record Held(int inFlight, int queued, long oldestAt) {}

    public Traffic(Histories histories, long now) {
        this.histories = histories;
        this.condition = Condition.initial();
        this.lastAt = now;
    }

    /** A leg came from the log, and was taken. */
    public void came() {
        came++;
    }

    /** An attempt of so many events ended. */
    public void ended(int legs, Outcome outcome, long now, long millis) {
        Answer answer = outcome.answer();
        if (outcome instanceof Outcome.Delivered) {
            went += legs;
            attempt(false, answer, now);
        } else if (outcome instanceof Outcome.Partly partly) {
            went += legs - partly.others().size();
            partly.others().values().forEach(other -> lost(1, other, millis));
            if (partly.sent()) {
                attempt(false, answer, now);
            }
        } else {
            lost(legs, outcome, millis);
            if (!(outcome instanceof Outcome.Dropped) && !(outcome instanceof Outcome.Unfit)) {
                failed++;
                trouble = trouble(answer, millis);
                attempt(true, answer, now);
            }
        }
    }

    /** What becomes a dead letter at once, whoever's fault it is. */
    private void lost(int legs, Outcome outcome, long millis) {
        if (outcome instanceof Outcome.Refused || outcome instanceof Outcome.Unfit) {
            refused += legs;
            trouble = trouble(outcome.answer(), millis);
        }
    }

    private static Trouble trouble(Answer answer, long millis) {
        return new Trouble(answer.cause(), answer.status(), millis);
    }

    private void attempt(boolean failure, Answer answer, long now) {
        if (minute == null) {
            minute = new Minute(now);
        }
        minute.add(failure, answer.latencyNanos(), now);
        lastAt = now;
    }

    /** Once a second: how it does. {@code left} is what was left behind, or null. */
    public Sample sample(Outlook outlook, Held held, @Nullable Backlog left, long now, long millis) {
        long legsLeft = left == null ? 0 : left.legs();
        int arrived = (int) Math.max(0, came + legsLeft - leftBefore);
        leftBefore = legsLeft;
        in = mean(in, arrived);
        out = mean(out, went);
        long oldest = held.queued() == 0 ? Long.MAX_VALUE : held.oldestAt();
        boolean waitsLong = held.queued() > 0 && millis - oldest > LONG_MILLIS;
        decide(outlook, now);
        condition = condition.next(outlook, new Condition.Events(refusals.most(), left != null, waitsLong), millis);
        Latency latency = minute == null ? Latency.NONE : minute.sum(now);
        long backlog = legsLeft + held.queued() + held.inFlight();
        if (arrived + went + failed + refused + backlog > 0) {
            lastAt = now;
        }
        keep(outlook, latency, backlog, arrived, now, millis);
        came = 0;
        went = 0;
        failed = 0;
        refused = 0;
        long since = left == null ? oldest : Math.min(oldest, left.oldestAt());
        return new Sample(
                condition.state(),
                condition.since(),
                trouble,
                in,
                out,
                latency,
                backlog,
                since == Long.MAX_VALUE ? 0 : since);
    }

    private void decide(Outlook outlook, long now) {
        if (Condition.isShut(outlook) || now - lastAt > DORMANT_NANOS) {
            refusals.forget();
        } else {
            refusals.second(went + refused, refused);
        }
    }

    private static double mean(double before, int count) {
        double mean = before + WEIGHT * (count - before);
        return mean < NOTHING ? 0 : mean;
    }

    private void keep(Outlook outlook, Latency latency, long backlog, int arrived, long now, long millis) {
        if (now - lastAt > MINUTE_NANOS) {
            minute = null;
        }
        if (history == null && lastAt == now) {
            history = histories.take();
        }
        if (history != null) {
            int waits = (int) Math.min(Integer.MAX_VALUE, backlog);
            int slowest = (int) latency.p99Millis();
            history.add(millis, new History.Second(arrived, went, failed, outlook.concurrency(), slowest, waits));
        }
    }

    /** Whether there was nothing to count for ten minutes, and nothing is to be said: then this can be forgotten. */
    public boolean dormant(long now) {
        return now - lastAt > DORMANT_NANOS && condition.state() == DestinationState.OK;
    }

    /** Gives back what it holds; it is not used any more. */
    public void forget() {
        if (history != null) {
            histories.giveBack();
            history = null;
        }
    }

    /** The last minutes; null where none are kept. */
    public @Nullable Plots plots() {
        return history == null ? null : history.plots();
    }
}
