package dev.centrifuge.dispatch.alert;

import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.dispatch.DispatchListener;
import dev.centrifuge.time.Ticker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hears of dead letters on their way to another listener, and counts them by destination while somebody wants to know. Those of
 * alerts do not count: a destination that refuses its alerts would get one for each.
 *
 * <p>Thread-safe.
 */
public final class DeadTally implements DispatchListener {
    private static final int MOST = 10_000;

    private final DispatchListener next;
    private final Ticker ticker;
    private final Map<String, Dead> byDestination = new ConcurrentHashMap<>();
    private volatile boolean wanted;

    /** @param next is told everything */
    public DeadTally(DispatchListener next, Ticker ticker) {
        this.next = next;
        this.ticker = ticker;
    }

    /**
     * Dead letters of one destination.
     *
     * @param reason of the last
     * @param since when the first came, in milliseconds since the epoch
     */
    record Dead(long count, String reason, long since) {

        Dead and(Dead later) {
            return new Dead(count + later.count, later.reason, since);
        }
    }

    /** From now on. */
    void want(boolean yes) {
        wanted = yes;
        if (!yes) {
            byDestination.clear();
        }
    }

    /** Those since the last time. */
    Map<String, Dead> take() {
        Map<String, Dead> taken = new HashMap<>();
        for (String destination : List.copyOf(byDestination.keySet())) {
            Dead dead = byDestination.remove(destination);
            if (dead != null) {
                taken.put(destination, dead);
            }
        }
        return taken;
    }

    @Override
    public void dead(String source, String destination, String reason) {
        next.dead(source, destination, reason);
        if (wanted && !source.equals(SourceConfig.OWN) && byDestination.size() < MOST) {
            byDestination.merge(destination, new Dead(1, reason, ticker.millis()), Dead::and);
        }
    }

    @Override
    public void delivered(String source, String destination, Answer answer, long ageMillis) {
        next.delivered(source, destination, answer, ageMillis);
    }

    @Override
    public void retried(String source, String destination, Answer answer) {
        next.retried(source, destination, answer);
    }

    @Override
    public void deferred(String source, String destination, String delay) {
        next.deferred(source, destination, delay);
    }

    @Override
    public void deduplicated(String source) {
        next.deduplicated(source);
    }

    @Override
    public void routed(String source, int legs) {
        next.routed(source, legs);
    }

    @Override
    public void filtered(String source, String destination) {
        next.filtered(source, destination);
    }
}
