package dev.centrifuge.flow.job;

import dev.centrifuge.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A configuration of destinations that want what does not say otherwise; expressions are texts that a body contains. */
public final class FakeRules implements Rules {
    public final Set<String> destinations = new HashSet<>(Set.of("crm"));
    public final Map<String, Double> rates = new HashMap<>();

    /** Bodies that no destination's filter wants; {@code broken} in a body makes filters fail. */
    public String unwanted = "nothing";

    @Override
    public boolean configured(String destination) {
        return destinations.contains(destination);
    }

    @Override
    public boolean wants(Event event, String destination) {
        String body = new String(event.body(), StandardCharsets.UTF_8);
        if (body.contains("broken")) {
            throw new IllegalStateException("the filter fails");
        }
        return !body.contains(unwanted);
    }

    @Override
    public double rate(String destination) {
        return rates.getOrDefault(destination, 0.0);
    }

    @Override
    public Predicate<Event> filter(String expression) {
        if (expression.isBlank()) {
            throw new IllegalArgumentException("an empty expression");
        }
        return event -> new String(event.body(), StandardCharsets.UTF_8).contains(expression);
    }
}
