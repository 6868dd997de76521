package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import java.util.Locale;
import java.util.Map;

/** What the structures of 88,000 pairs weigh, and what they cost where nothing happens: seen on this machine, now. */
final class ScaleWeights {
    private static final long SECOND = 1_000_000_000L;

    private final StringBuilder text = new StringBuilder();

    /** Takes some seconds. */
    String measure() {
        ScalePlan plan = ScalePlan.cluster(1, 0, SECOND / 100, 0, 0);
        ScaleTraffic traffic = plan.traffic();
        long before = heap();
        Map<String, DestinationConfig> configuration = plan.configuration(traffic, 1);
        long configured = heap();
        ScaleNode node = new ScaleNode(plan);
        node.start();
        node.runUntil(SECOND / 100);
        long started = heap();
        line(
                "%,d pairs of %,d destinations: configuration %,d B, routes and outboxes %,d B a pair",
                plan.pairs(),
                configuration.size(),
                (configured - before) / plan.pairs(),
                (started - configured) / plan.pairs());
        node.runUntil(SECOND / 50);
        for (int pairs : new int[] {2_200, 22_000, plan.pairs()}) {
            cursors(plan, pairs);
        }
        return text.toString();
    }

    private void cursors(ScalePlan plan, int pairs) {
        ScaleNode node = new ScaleNode(plan);
        node.start();
        node.runUntil(SECOND / 2);
        long before = heap();
        for (int pair = 0; pair < pairs; pair++) {
            node.lanes().ends().behind("d" + pair % plan.destinations(), "s" + pair / plan.fanOut());
        }
        long after = heap();
        int scopes = node.detached();
        long planned = System.nanoTime();
        node.lanes().plan();
        long nanos = System.nanoTime() - planned;
        node.figures().reset();
        node.figures().checkpoint(node.lanes().begin(0));
        line(
                "%,d detached pairs, %,d cursors: %d B each; a first plan() %,d ns, a checkpoint %,d B each",
                pairs,
                scopes,
                (after - before) / scopes,
                nanos / scopes,
                node.figures().stateBytes() / scopes);
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
