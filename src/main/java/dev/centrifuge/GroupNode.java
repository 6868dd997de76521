package dev.centrifuge;

import dev.centrifuge.admin.destinations.Everywhere;
import dev.centrifuge.admin.funnel.FunnelApi;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.reload.ConfigState;
import dev.centrifuge.event.Sighting;
import dev.centrifuge.flow.count.Group;
import dev.centrifuge.flow.count.History;
import dev.centrifuge.flow.lane.Lane.Whereabouts;
import dev.centrifuge.kafka.browse.Browser;
import dev.centrifuge.kafka.group.CommittedLegs;
import dev.centrifuge.kafka.group.GroupFunnel;
import dev.centrifuge.kafka.group.OldestLegs;
import dev.centrifuge.metrics.Metrics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What all nodes know together: that of this one as it is, that of the others by what they have committed. */
final class GroupNode implements Everywhere {
    private final int partitions;
    private final Supplier<Group.Share> share;
    private final Supplier<Group> group;
    private final History history;
    private final CommittedLegs legs;
    private final OldestLegs oldest;

    /**
     * Follows what is committed, where others may commit; nothing is read before {@link OperatorNode#start}.
     *
     * @param dispatch null where this process delivers nothing
     */
    GroupNode(
            GatewayConfig config,
            LogNode log,
            Browser browser,
            @Nullable DispatchNode dispatch,
            Metrics metrics,
            Ticker ticker) {
        partitions = config.topics().partitions();
        share = dispatch == null ? () -> Group.Share.NOTHING : dispatch.funnel()::share;
        legs = new CommittedLegs(browser, log.topics(), ticker);
        oldest = new OldestLegs(legs, ticker);
        if (log.sole() && dispatch != null) {
            group = () -> Group.alone(share.get(), partitions);
            history = dispatch.funnel().history();
        } else {
            GroupFunnel followed = new GroupFunnel(log.topics(), partitions, share, ticker);
            log.operators().follow(followed);
            metrics.gauge(
                    "followed_state_bytes", "Bytes of what nodes have committed that are held here", followed::bytes);
            group = followed::now;
            history = followed.history();
        }
    }

    /** The funnel, and the sources. */
    Routes routes(ConfigState config) {
        return new FunnelApi(
                group, history, () -> config.configuration().sources().keySet());
    }

    @Override
    public Group group() {
        return group.get();
    }

    @Override
    public Future<OptionalLong> oldest(String destination) {
        return oldest.of(destination, elsewhere());
    }

    private List<Integer> elsewhere() {
        Set<Integer> here = share.get().partitions();
        return IntStream.range(0, partitions)
                .filter(partition -> !here.contains(partition))
                .boxed()
                .toList();
    }

    /** Where the legs of an event in a partition of others are, by destination. */
    Future<Map<String, Whereabouts>> find(Sighting seen, Collection<String> destinations) {
        return legs.find(seen, destinations);
    }
}
