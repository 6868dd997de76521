package dev.centrifuge.kafka;

import dev.centrifuge.flow.Delay;

/** The names of the gateway's topics, and of its consumer group, all under one prefix. */
public record TopicNames(String prefix) {

    public String events() {
        return prefix + ".events";
    }

    public String retry(Delay delay) {
        return prefix + ".retry." + delay.label();
    }

    public String dead() {
        return prefix + ".dead";
    }

    public String attempts() {
        return prefix + ".attempts";
    }

    public String state() {
        return prefix + ".state";
    }

    /** Commits what it has passed, so that any Kafka tool shows the lag. */
    public String group() {
        return prefix;
    }
}
