package dev.centrifuge.kafka;

import dev.centrifuge.flow.Delay;
import java.util.ArrayList;
import java.util.List;

/** The names of the gateway's topics, and of its consumer group, all under one prefix. */
public record Topics(String prefix) {

    public static Topics of(String prefix) {
        return new Topics(prefix);
    }

    /** One record per event. */
    public String events() {
        return prefix + ".events";
    }

    /** Legs that wait, one topic per delay. */
    public String retry(Delay delay) {
        return delay == Delay.REPLAY ? replay() : prefix + ".retry." + delay.label();
    }

    /** Legs that jobs deliver again; read as a delay topic without a delay. */
    public String replay() {
        return prefix + ".replay";
    }

    /** What will not be delivered, with the reason. */
    public String dead() {
        return prefix + ".dead";
    }

    /** The history of attempts. */
    public String attempts() {
        return prefix + ".attempts";
    }

    /** Progress and operator state; compacted. */
    public String state() {
        return prefix + ".state";
    }

    /** Commits what it has passed, so that any Kafka tool shows the lag. */
    public String group() {
        return prefix;
    }

    /** The delay topics, shortest delay first: that of the replays has none. */
    public List<String> retries() {
        List<String> names = new ArrayList<>();
        for (Delay delay : Delay.values()) {
            names.add(retry(delay));
        }
        return names;
    }

    public List<String> all() {
        List<String> names = new ArrayList<>(List.of(events(), dead(), attempts(), state()));
        names.addAll(retries());
        return names;
    }
}
