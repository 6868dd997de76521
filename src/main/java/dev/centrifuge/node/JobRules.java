package dev.centrifuge.node;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.RateConfig;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.job.Rules;
import dev.centrifuge.jslt.InvalidJslt;
import dev.centrifuge.jslt.Jslt;
import dev.centrifuge.jslt.Trees;
import dev.centrifuge.route.Routes;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What jobs know of the configuration: that of now, as for events that come now. Thread-safe. */
final class JobRules implements Rules {
    private static final double SECOND_NANOS = 1e9;

    private volatile Table table = new Table(Map.of(), new Routes(List.of()));

    private record Table(Map<String, DestinationConfig> destinations, Routes routes) {}

    void configured(Map<String, DestinationConfig> destinations) {
        table = new Table(Map.copyOf(destinations), new Routes(destinations.values()));
    }

    @Override
    public boolean configured(String destination) {
        return table.destinations().containsKey(destination);
    }

    @Override
    public boolean wants(Event event, String destination) {
        Routes routes = table.routes();
        return routes.destinations(event.envelope()).contains(destination) && routes.wants(event, destination);
    }

    @Override
    public double rate(String destination) {
        DestinationConfig config = table.destinations().get(destination);
        RateConfig rate = config == null ? null : config.rate();
        return rate == null ? 0 : rate.limit() * SECOND_NANOS / rate.per().toNanos();
    }

    @Override
    public Predicate<Event> filter(String expression) {
        try {
            Jslt filter = Jslt.compile(expression);
            return event -> filter.test(Trees.of(event));
        } catch (InvalidJslt e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
