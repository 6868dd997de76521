package dev.centrifuge.kafka.outlet;

import java.util.Set;

/** Which topics are not there. */
@FunctionalInterface
public interface TopicCheck {

    /** Those of which a broker says so; none where nobody answers. Blocks. */
    Set<String> missing(Set<String> topics);
}
