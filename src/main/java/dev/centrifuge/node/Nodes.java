package dev.centrifuge.node;

import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.Configuration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The nodes of a process, in the order in which they open and start. */
public final class Nodes {
    private final List<Node> inOrder;
    private final List<Node> lastFirst;

    /** @param nodes null for one that this process does without */
    public Nodes(@Nullable Node... nodes) {
        inOrder = Stream.of(nodes).flatMap(Stream::ofNullable).toList();
        List<Node> reversed = new ArrayList<>(inOrder);
        Collections.reverse(reversed);
        lastFirst = List.copyOf(reversed);
    }

    /** What they answer of the admin API. */
    public List<Routes> routes() {
        return inOrder.stream().flatMap(node -> node.routes().stream()).toList();
    }

    /** The ports they listen on; of those that are open. */
    public Set<Integer> ports() {
        return inOrder.stream().map(Node::port).filter(port -> port > 0).collect(Collectors.toSet());
    }

    /** Opens them all, then starts them all. Blocks for as long as there is no broker. */
    public void start() throws IOException {
        for (Node node : inOrder) {
            node.open();
        }
        for (Node node : inOrder) {
            node.start();
        }
    }

    /** @return whether all of it was taken */
    public boolean configured(Configuration now, ConfigDiff diff) {
        boolean taken = true;
        for (Node node : lastFirst) {
            taken &= node.configured(now, diff);
        }
        return taken;
    }

    /** Stops them, the last first; the first that fails keeps what it stands on from stopping. */
    public void stop() throws IOException, InterruptedException {
        for (Node node : lastFirst) {
            node.stop();
        }
    }
}
