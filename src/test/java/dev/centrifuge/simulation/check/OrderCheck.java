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

    /** A leg was delivered for the first time. {@code index} is its event's in the order of all. */
    public void firstDelivered(String key, long index) {
        Long before = last.put(key, index);
        if (before != null && before > index) {
            throw new BrokenPromise(Promise.ORDER, "%s: event %d came after %d", key, index, before);
        }
    }
}
