package dev.centrifuge.simulation;

import java.util.Locale;

/** Runs the scale scenarios and writes down what they came to, as Markdown. */
final class ScaleReport {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final int ENVELOPE_BYTES = 60;

    private final StringBuilder text = new StringBuilder();

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    /** All of it. */
    String write() {
        structures();
        fullRate();
        fourHours(200);
        shares();
        laggards();
        return text.toString();
    }

    /** What the structures cost where nothing happens. */
    void structures() {
        ScalePlan plan = ScalePlan.cluster(1, SECOND / 100, 0, 0);
        long before = heap();
        ScaleTraffic traffic = plan.traffic();
        var configuration = plan.configuration(traffic);
        long configured = heap();
        ScaleNode node = new ScaleNode(plan);
        node.start();
        node.runUntil(SECOND / 50);
        long started = heap();
        line(
                "configuration %,d bytes a pair, node %,d bytes a pair (%d)",
                (configured - before) / plan.pairs(), (started - configured) / plan.pairs(), configuration.size());
        for (int pairs : new int[] {2_200, 22_000, plan.pairs()}) {
            cursors(pairs);
        }
    }

    private void cursors(int pairs) {
        ScalePlan plan = ScalePlan.cluster(1, SECOND / 100, 0, 0);
        ScaleNode node = new ScaleNode(plan);
        node.start();
        node.runUntil(SECOND / 2);
        node.lanes().begin(0);
        long before = heap();
        for (int pair = 0; pair < pairs; pair++) {
            node.lanes().behind("d" + pair % plan.destinations(), "s" + pair / plan.fanOut());
        }
        long after = heap();
        int scopes = node.detached();
        node.lanes().at(node.nanos(), 0);
        long planned = System.nanoTime();
        node.lanes().plan();
        long plannedIn = System.nanoTime() - planned;
        node.figures().reset();
        node.figures().checkpoint(node.lanes().begin(0));
        line(
                "%d detached pairs, %d cursors: %d bytes each, plan() %,d ns each, checkpoint %,d bytes each",
                pairs,
                scopes,
                (after - before) / scopes,
                plannedIn / scopes,
                node.figures().stateBytes() / scopes);
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

    /** Seconds at the full rate: what a node does before, while and after a third of its destinations is down. */
    void fullRate() {
        ScalePlan plan = ScalePlan.cluster(1, SECOND / 100, 12 * SECOND, 32 * SECOND);
        ScaleNode node = new ScaleNode(plan);
        node.start();
        line(
                "| one node at the full rate | legs/s | of healthy: p50, p99 ms | of the log thread, of two loops | scanned ÷ used"
                        + " | state bytes a leg | legs a crash would double, at most |");
        line("|---|---|---|---|---|---|---|");
        phase(node, "healthy", 5, 12, 1);
        phase(node, "down", 22, 32, 1);
        line(
                "Detached at the end of the outage: %d scopes; skipped and waiting: %d legs.",
                node.detached(), node.skipped());
        phase(node, "catching up", 33, 40, 1);
    }

    private void phase(ScaleNode node, String name, long from, long until, int sample) {
        node.runUntil(from * SECOND);
        ScaleFigures figures = node.figures();
        figures.reset();
        long scanned = node.lanes().scanned();
        long used = node.lanes().caughtUp();
        node.runUntil(until * SECOND);
        double seconds = until - from;
        long usedNow = node.lanes().caughtUp() - used;
        line(
                "| %s | %,.0f | %d, %d | %.1f %%, %.1f %% | %s | %.1f | %,d |",
                name,
                figures.delivered() / seconds * sample,
                figures.p50(),
                figures.p99(),
                figures.logSeconds() / seconds * 100,
                figures.loopSeconds() / seconds / 2 * 100,
                usedNow == 0 ? "–" : ratio(node.lanes().scanned() - scanned, usedNow),
                (double) figures.stateBytes() / Math.max(1, figures.delivered()),
                figures.mostExposed());
    }

    private static String ratio(long scanned, long used) {
        return String.format(Locale.ROOT, "%.1f", (double) scanned / used);
    }

    /** Four hours, sampled. */
    void fourHours(int sample) {
        long from = 10 * MINUTE;
        long until = from + 4 * HOUR;
        ScalePlan plan = ScalePlan.cluster(sample, SECOND / 10, from, until);
        ScaleNode node = new ScaleNode(plan);
        node.start();
        node.runUntil(until);
        long backlog = node.skipped();
        line("");
        line(
                "After 4 h: %d scopes detached, %,d legs waiting (× %d), %,d open, %,d bytes of memory in use (of %,d).",
                node.detached(),
                backlog,
                sample,
                node.openLegs(),
                node.lanes().budget().used(),
                plan.memory() / sample);
        long scanned = node.lanes().scanned();
        long used = node.lanes().caughtUp();
        long copied = node.figures().copiedBytes();
        node.figures().reset();
        long at = until;
        while (node.skipped() > backlog / 100 && at < until + 12 * HOUR) {
            at += MINUTE;
            node.runUntil(at);
        }
        long recovered = at;
        while (node.detached() > 0 && at < until + 14 * HOUR) {
            at += MINUTE;
            node.runUntil(at);
        }
        line(
                "Recovered (99 %%): %.2f h, ideal %.2f h; all live: %.2f h; scanned/used %s; healthy p99 %d ms; copied bytes in outage %,d",
                (recovered - until) / (double) HOUR,
                4 / (plan.headroom() - 1),
                (at - until) / (double) HOUR,
                ratio(node.lanes().scanned() - scanned, node.lanes().caughtUp() - used),
                node.figures().p99(),
                copied);
    }

    void shares() {
        line("");
        line(
                "| share of the traffic | scanned ÷ used | CPU µs a leg: scanning + delivering | recovered after (outage 10 min, ideal 5 min) |");
        line("|---|---|---|---|");
        for (int perMyriad : new int[] {5_000, 100, 1}) {
            SharePlan plan = new SharePlan(1, perMyriad, 12_500, 10, SECOND / 20, MINUTE, 11 * MINUTE, 0);
            ScaleNode node = new ScaleNode(plan);
            node.start();
            line("| %.2f %% | %s", perMyriad / 100.0, recovery(node, plan));
        }
    }

    private String recovery(ScaleNode node, ScaleWorld plan) {
        node.runUntil(plan.outageUntil());
        long scanned = node.lanes().scanned();
        long used = node.lanes().caughtUp();
        long at = plan.outageUntil();
        while (node.detached() > 0 && at < plan.outageUntil() + 2 * HOUR) {
            at += SECOND;
            node.runUntil(at);
        }
        long usedNow = node.lanes().caughtUp() - used;
        double ratio = (double) (node.lanes().scanned() - scanned) / Math.max(1, usedNow);
        return String.format(
                Locale.ROOT,
                "| %.1f | %.1f + %.0f | %.1f min | %d legs",
                ratio,
                ratio * ScaleNode.SCAN_NANOS / 1_000,
                ScaleNode.SEND_NANOS / 1_000,
                (at - plan.outageUntil()) / (double) MINUTE,
                usedNow);
    }

    void laggards() {
        line("");
        line("| thin laggards at once, 0.01 %% each, staggered | scanned ÷ used | … |");
        line("|---|---|---|");
        for (int laggards : new int[] {1, 10, 100}) {
            SharePlan plan =
                    new SharePlan(laggards, 1, 12_500, 10, SECOND / 20, MINUTE, 11 * MINUTE, 9 * MINUTE / laggards);
            ScaleNode node = new ScaleNode(plan);
            node.start();
            line("| %d | %s", laggards, recovery(node, plan));
        }
    }
}
