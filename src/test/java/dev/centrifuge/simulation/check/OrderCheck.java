package dev.centrifuge.simulation.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The order of one destination's keys, by first delivery, and that a key has one request under way at a time. */
public final class OrderCheck {
    private final Map<String, Long> last = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();

    /** @param sender the process that sends: a process that was stopped cannot know what another sends */
    public void sent(String sender, String key) {
        if (!underWay.add(sender + " " + key)) {
            throw new BrokenPromise(Promise.ORDER, "%s has two requests under way for %s", sender, key);
        }
    }

    public void ended(String sender, String key) {
        underWay.remove(sender + " " + key);
    }

    /** A leg was delivered for the first time. {@code offset} is its event's in the log. */
    public void firstDelivered(String key, long offset) {
        Long before = last.put(key, offset);
        if (before != null && before > offset) {
            throw new BrokenPromise(Promise.ORDER, "%s: offset %d came after %d", key, offset, before);
        }
    }
}
