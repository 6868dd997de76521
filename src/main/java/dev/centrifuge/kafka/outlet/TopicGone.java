package dev.centrifuge.kafka.outlet;

import org.apache.kafka.common.KafkaException;

/**
 * A topic went away below a checkpoint's copies, whose producer tries them until its delivery time-out: another writes the
 * checkpoint without them sooner.
 */
public final class TopicGone extends KafkaException {
    private static final long serialVersionUID = 1L;

    public TopicGone(String topics) {
        super("copies are under way to what is not there any more: " + topics);
    }
}
