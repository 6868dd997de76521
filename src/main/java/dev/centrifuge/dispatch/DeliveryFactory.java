package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Delivery;
import io.vertx.core.Future;

/** Opens the way to a destination; one factory per event loop, called on that loop. */
public interface DeliveryFactory {

    Delivery open(DestinationConfig destination);

    /**
     * Ends what is under way as failed and closes all connections, those of deliveries that were closed before among them. Nothing is
     * opened afterwards.
     *
     * @return completes when nothing of it runs on the loop any more
     */
    default Future<Void> close() {
        return Future.succeededFuture();
    }
}
