package dev.centrifuge.node.port;

import dev.centrifuge.admin.destinations.Running;
import dev.centrifuge.dispatch.DestinationDetail;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.Dispatcher;
import dev.centrifuge.dispatch.Tested;
import dev.centrifuge.event.Event;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the dispatcher to the admin API. */
public record RunningDispatcher(Dispatcher dispatcher) implements Running {

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
    public Future<@Nullable DestinationDetail> look(String id) {
        return dispatcher.look(id);
    }

    @Override
    public Future<@Nullable Tested> test(String id, Event event) {
        return dispatcher.test(id, event);
    }
}
