package dev.centrifuge.node.port;

import dev.centrifuge.admin.destinations.Running;
import dev.centrifuge.dispatch.DestinationDetail;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.Dispatcher;
import dev.centrifuge.dispatch.Tested;
import dev.centrifuge.event.Event;
import dev.centrifuge.kafka.read.LogReader;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows the dispatcher, and what it cannot be rid of, to the admin API. */
public record RunningDispatcher(Dispatcher dispatcher, LogReader reader) implements Running {

    @Override
    public boolean delivers() {
        return true;
    }

    @Override
    public List<DestinationGauge> gauges() {
        return dispatcher.gauges();
    }

    @Override
    public List<DestinationGauge> absent() {
        return dispatcher.absent();
    }

    @Override
    public Map<String, Integer> unwritten() {
        return reader.gauges().unwritten();
    }

    @Override
    public @Nullable String refusal() {
        return reader.refusal();
    }

    @Override
    public Future<@Nullable DestinationDetail> look(String id) {
        return dispatcher.look(id);
    }

    @Override
    public Future<@Nullable Tested> test(String id, Event event) {
        return dispatcher.test(id, event);
    }
}
