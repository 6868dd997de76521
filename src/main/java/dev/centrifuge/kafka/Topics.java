package dev.centrifuge.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of the gateway's topics.
 *
 * @param events one record per event
 * @param retries the delay topics, shortest delay first
 * @param dead what will not be delivered, with the reason
 * @param attempts the history of attempts
 * @param state progress and operator state; compacted
 */
public record Topics(String events, List<Delay> retries, String dead, String attempts, String state) {

    /**
     * A delay topic.
     *
     * @param name the short name, {@code 30s}, as it stands in the topic's name and in metrics
     */
    public record Delay(String topic, String name, Duration delay) {}

    public static Topics of(String prefix) {
        return new Topics(
                prefix + ".events",
                List.of(
                        delay(prefix, "30s", Duration.ofSeconds(30)),
                        delay(prefix, "2m", Duration.ofMinutes(2)),
                        delay(prefix, "15m", Duration.ofMinutes(15))),
                prefix + ".dead",
                prefix + ".attempts",
                prefix + ".state");
    }

    public List<String> all() {
        List<String> names = new ArrayList<>(List.of(events, dead, attempts, state));
        retries.forEach(retry -> names.add(retry.topic()));
        return names;
    }

    private static Delay delay(String prefix, String name, Duration delay) {
        return new Delay(prefix + ".retry." + name, name, delay);
    }
}
