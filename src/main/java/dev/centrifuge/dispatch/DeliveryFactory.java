package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Delivery;

/** Opens the way to a destination; one factory per event loop, called on that loop. */
public interface DeliveryFactory {

    Delivery open(DestinationConfig destination);
}
