package dev.centrifuge.node;

import dev.centrifuge.admin.destinations.Everywhere;
import dev.centrifuge.admin.funnel.FunnelApi;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.reload.ConfigState;
import dev.centrifuge.flow.count.Group;
import dev.centrifuge.flow.count.History;
import dev.centrifuge.kafka.browse.Browser;
import dev.centrifuge.kafka.group.CommittedLegs;
import dev.centrifuge.kafka.group.GroupFunnel;
import dev.centrifuge.kafka.group.OldestLegs;
import dev.centrifuge.node.port.GroupLegs;
import dev.centrifuge.node.port.Legs;
import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What all nodes know together: that of this one as it is, that of the others by what they have committed. */
public final class GroupNode implements Node, Everywhere {
    private final ConfigState config;
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
    public GroupNode(Site site, LogNode log, Browser browser, ConfigState config, @Nullable DispatchNode dispatch) {
        this.config = config;
        partitions = site.config().topics().partitions();
        legs = new CommittedLegs(browser, log.topics(), site.ticker());
        oldest = new OldestLegs(legs, site.ticker());
        share = dispatch == null ? () -> Group.Share.NOTHING : dispatch.funnel()::share;
        if (dispatch != null && log.sole()) {
            group = () -> Group.alone(share.get(), partitions);
            history = dispatch.funnel().history();
        } else {
            GroupFunnel followed = new GroupFunnel(log.topics(), partitions, share, site.ticker());
            log.operators().follow(followed);
            site.metrics()
                    .gauge(
                            "followed_state_bytes",
                            "Bytes of what nodes have committed that are held here",
                            followed::bytes);
            group = followed::now;
            history = followed.history();
        }
    }

    /** The funnel, and the sources. */
    @Override
    public List<Routes> routes() {
        return List.of(
                new FunnelApi(group, history, () -> config.configuration().sourceIds()));
    }

    /** What is known of the legs of all processes. */
    public Legs legs(Legs here) {
        return new GroupLegs(here, legs);
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

    /** The log closes what it follows. */
    @Override
    public void stop() {}
}
