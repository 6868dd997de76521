package dev.centrifuge.simulation;

import java.util.Locale;

/** Runs the scale scenarios and writes down what they came to, as Markdown. The same on every machine. */
final class ScaleReport {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private final StringBuilder text = new StringBuilder();

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    /** Takes minutes. */
    String write() {
        fullRate();
        outage(16, 4 * HOUR);
        shares();
        laggards();
        return text();
    }

    String text() {
        return text.toString();
    }

    /** Seconds at the full rate: what a node does before, while and after a third of its destinations is down. */
    void fullRate() {
        ScalePlan plan = ScalePlan.cluster(1, 0, SECOND / 100, 2 * SECOND, 7 * SECOND);
        ScaleNode node = new ScaleNode(plan);
        node.start();
        line("### One node at the full rate: %,.0f events/s, %,d pairs", plan.perSecond(), plan.pairs());
        phases();
        phase(node, "all healthy", SECOND, 2 * SECOND);
        phase(node, "3 of 10 down", 11 * SECOND / 2, 7 * SECOND);
        int detached = node.detached();
        long skipped = node.skipped();
        phase(node, "3 of 10 catching up", 15 * SECOND / 2, 9 * SECOND);
        line("");
        line(
                "When the outage ended after 5 s, %,d scopes were detached in %d partitions, and %,d legs waited in the log.",
                detached, plan.partitions(), skipped);
    }

    private void phases() {
        line("");
        line("| | legs/s | healthy ones' latency p50, p99 | log thread, loops busy | memory at most | scanned ÷ used |"
                + " state, copies written a leg | a crash doubles at most |");
        line("|---|---|---|---|---|---|---|---|");
    }

    private void phase(ScaleNode node, String name, long from, long until) {
        node.runUntil(from);
        node.figures().reset();
        long scanned = node.lanes().scanned();
        long used = node.lanes().caughtUp();
        node.runUntil(until);
        row(
                node,
                name,
                until - from,
                node.lanes().scanned() - scanned,
                node.lanes().caughtUp() - used);
    }

    private void row(ScaleNode node, String name, long nanos, long scanned, long used) {
        ScaleFigures figures = node.figures();
        double seconds = (double) nanos / SECOND;
        double legs = Math.max(1, figures.delivered());
        line(
                "| %s | %,.0f | %d, %d ms | %.1f %%, %.0f %% | %.1f %% | %s | %s, %.1f B | %,d legs |",
                name,
                figures.delivered() / seconds,
                figures.p50(),
                figures.p99(),
                figures.logSeconds() / seconds * 100,
                figures.loopSeconds() / seconds / ScaleLoops.LOOPS * 100,
                100.0 * figures.mostMemory() / ScalePlan.MEMORY,
                ratio(scanned, used),
                // Each record of state stands for as many legs as there were since the last one: it cannot be sampled.
                node.sampling() ? "–" : String.format(Locale.ROOT, "%.1f", figures.stateBytes() / legs),
                figures.copiedBytes() / legs,
                figures.mostExposed());
    }

    private static String ratio(long scanned, long used) {
        return used == 0 ? "–" : String.format(Locale.ROOT, "%.1f", (double) scanned / used);
    }

    /**
     * The whole of it: every event of its first seconds, and of its end and what follows one in {@code sample}. The hours between
     * are passed over, and the node is started anew a minute before the end.
     */
    void outage(int sample, long nanos) {
        long from = 2 * SECOND;
        long seen = from + 10 * SECOND;
        long until = from + nanos;
        ScalePlan plan = ScalePlan.cluster(sample, seen, SECOND / 100, from, until);
        ScaleNode before = new ScaleNode(plan);
        before.start();
        line("");
        line("### %.0f hours of outage", (double) nanos / HOUR);
        phases();
        phase(before, "all healthy", SECOND, from);
        phase(before, "3 of 10 go down", from, from + 5 * SECOND);
        phase(before, "down", from + 5 * SECOND, seen);
        ScaleNode node = before.again(until - MINUTE);
        node.start();
        node.stepEvery(SECOND / 20);
        phase(node, "the last half minute", until - MINUTE / 2, until);
        recover(node, plan);
    }

    private void recover(ScaleNode node, ScalePlan plan) {
        long backlog = node.skipped() + node.openLegs();
        int detached = node.detached();
        long scanned = node.lanes().scanned();
        long used = node.lanes().caughtUp();
        node.figures().reset();
        long until = plan.outageUntil();
        // What they missed before it was sampled is a second's work, and would take a minute at limits for samples.
        node.runUntil(until + 5 * SECOND);
        node.limitSampled();
        long at = until;
        long mostlyAt = 0;
        while (node.detached() > 0 && at < until + 8 * HOUR) {
            at += 10 * SECOND;
            node.runUntil(at);
            mostlyAt = mostlyAt == 0 && node.skipped() < backlog / 100 ? at : mostlyAt;
        }
        row(
                node,
                "catching up",
                at - until,
                node.lanes().scanned() - scanned,
                node.lanes().caughtUp() - used);
        double ideal = (until - plan.outageFrom()) / (plan.headroom() - 1) / MINUTE;
        line("");
        line(
                "When it ended, %,d scopes were detached in %d partitions and their delay topics, and %,d legs waited. 99 %% of"
                        + " them were delivered after %.0f minutes, and every scope was live after %.0f; at %.0f × the mean rate"
                        + " and without new events it takes %.0f.",
                detached,
                plan.partitions(),
                backlog * plan.sample(),
                (double) (mostlyAt - until) / MINUTE,
                (double) (at - until) / MINUTE,
                plan.headroom(),
                ideal);
    }

    /** One destination alone that comes back. */
    void shares() {
        shares(5_000, 100, 1);
    }

    void shares(int... perMyriads) {
        line("");
        line("### Catching up alone after 10 minutes, by share of the traffic");
        line("");
        line(
                "| share | legs | scanned ÷ used | processor a leg: scanning + delivering | live again after (ideal: 5 min) |");
        line("|---|---|---|---|---|");
        for (int perMyriad : perMyriads) {
            // Thin ones are sampled less: a breaker opens by the number of failures.
            int sample = perMyriad == 1 ? 4 : 20;
            SharePlan plan = new SharePlan(1, perMyriad, 12_500, sample, SECOND / 20, MINUTE, 11 * MINUTE, 0);
            line("| %.2f %% | %s |", perMyriad / 100.0, recovery(plan));
        }
    }

    /** Thin ones that come back at different places of the log. */
    void laggards() {
        line("");
        line("### Thin destinations of 0.01 %% each that come back together, and stand at different places of the log");
        line("");
        line("| how many | legs | scanned ÷ used | processor a leg: scanning + delivering | all live again after |");
        line("|---|---|---|---|---|");
        for (int laggards : new int[] {1, 10, 100}) {
            long stagger = 9 * MINUTE / laggards;
            SharePlan plan = new SharePlan(laggards, 1, 12_500, 4, SECOND / 20, MINUTE, 11 * MINUTE, stagger);
            line("| %d | %s |", laggards, recovery(plan));
        }
    }

    private static String recovery(ScaleWorld plan) {
        ScaleNode node = new ScaleNode(plan);
        node.start();
        node.runUntil(plan.outageUntil());
        long scanned = node.lanes().scanned();
        long used = node.lanes().caughtUp();
        long at = plan.outageUntil();
        while (node.detached() > 0 && at < plan.outageUntil() + HOUR) {
            at += SECOND;
            node.runUntil(at);
        }
        long usedNow = node.lanes().caughtUp() - used;
        double ratio = (double) (node.lanes().scanned() - scanned) / Math.max(1, usedNow);
        return String.format(
                Locale.ROOT,
                "%,d | %.1f | %.1f + %.0f µs | %.1f min",
                usedNow * plan.sample(),
                ratio,
                ratio * ScaleNode.SCAN_NANOS / 1_000,
                ScaleLoops.SEND_NANOS / 1_000,
                (double) (at - plan.outageUntil()) / MINUTE);
    }
}
