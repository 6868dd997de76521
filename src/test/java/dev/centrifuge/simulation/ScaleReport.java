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

    /** All but {@link #fourHours}; takes minutes. */
    String write() {
        fullRate();
        shares();
        laggards();
        return text();
    }

    String text() {
        return text.toString();
    }

    /** Seconds at the full rate: what a node does before, while and after a third of its destinations is down. */
    void fullRate() {
        ScalePlan plan = ScalePlan.cluster(1, SECOND / 100, 2 * SECOND, 7 * SECOND);
        ScaleNode node = new ScaleNode(plan);
        node.start();
        line("### One node at the full rate: %,.0f events/s, %,d pairs", plan.perSecond(), plan.pairs());
        line("");
        line(
                "| | legs/s | healthy ones' latency p50, p99 | log thread, loops busy | scanned ÷ used | state, copies written a leg |"
                        + " a crash doubles at most |");
        line("|---|---|---|---|---|---|---|");
        phase(node, "all healthy", 1, 2);
        phase(node, "3 of 10 down", 5.5, 7);
        int detached = node.detached();
        long skipped = node.skipped();
        phase(node, "3 of 10 catching up", 7.5, 9);
        line("");
        line(
                "When the outage ended after 5 s, %,d scopes were detached in %d partitions, and %,d legs waited in the log.",
                detached, plan.partitions(), skipped);
    }

    private void phase(ScaleNode node, String name, double from, double until) {
        node.runUntil((long) (from * SECOND));
        ScaleFigures figures = node.figures();
        figures.reset();
        long scanned = node.lanes().scanned();
        long used = node.lanes().caughtUp();
        node.runUntil((long) (until * SECOND));
        double seconds = until - from;
        double legs = Math.max(1, figures.delivered());
        line(
                "| %s | %,.0f | %d, %d ms | %.1f %%, %.0f %% | %s | %.1f, %.1f B | %,d legs |",
                name,
                figures.delivered() / seconds,
                figures.p50(),
                figures.p99(),
                figures.logSeconds() / seconds * 100,
                figures.loopSeconds() / seconds / ScaleNode.LOOPS * 100,
                ratio(node.lanes().scanned() - scanned, node.lanes().caughtUp() - used),
                figures.stateBytes() / legs,
                figures.copiedBytes() / legs,
                figures.mostExposed());
    }

    private static String ratio(long scanned, long used) {
        return used == 0 ? "–" : String.format(Locale.ROOT, "%.1f", (double) scanned / used);
    }

    /** Four hours, sampled. */
    void fourHours(int sample) {
        long from = 10 * MINUTE;
        ScalePlan plan = ScalePlan.cluster(sample, SECOND, from, from + 4 * HOUR);
        ScaleNode node = new ScaleNode(plan);
        node.start();
        node.runUntil(plan.outageUntil());
        long backlog = node.skipped();
        line("");
        line("### The same node, 4 hours of outage, one event in %d", sample);
        line("");
        line("| | |");
        line("|---|---|");
        line(
                "| detached scopes at the end of the outage, in %d partitions | %,d |",
                plan.partitions(), node.detached());
        line("| legs that wait in the log for them (× %d) | %,d |", sample, backlog);
        line("| open legs that are listed (× %d) | %,d |", sample, node.openLegs());
        line(
                "| of the memory budget in use | %.1f %% |",
                100.0 * node.lanes().budget().used() / (plan.memory() / sample));
        line(
                "| copied to delay topics meanwhile, a leg delivered | %.2f B |",
                (double) node.figures().copiedBytes() / node.figures().delivered());
        line(
                "| healthy destinations' latency, p50, p99 | %d, %d ms |",
                node.figures().p50(), node.figures().p99());
        recover(node, plan, backlog);
    }

    private void recover(ScaleNode node, ScalePlan plan, long backlog) {
        long scanned = node.lanes().scanned();
        long used = node.lanes().caughtUp();
        node.figures().reset();
        long until = plan.outageUntil();
        long at = until;
        long mostlyAt = 0;
        while (node.detached() > 0 && at < until + 8 * HOUR) {
            at += MINUTE;
            node.runUntil(at);
            mostlyAt = mostlyAt == 0 && node.skipped() < backlog / 100 ? at : mostlyAt;
        }
        double ideal = (plan.outageUntil() - plan.outageFrom()) / (plan.headroom() - 1) / HOUR;
        line(
                "| 99 %% of the backlog delivered after (ideal at %.0f × the mean rate: %.2f h) | %.2f h |",
                plan.headroom(), ideal, (double) (mostlyAt - until) / HOUR);
        line("| every scope live again after | %.2f h |", (double) (at - until) / HOUR);
        line(
                "| scanned ÷ used while they caught up | %s |",
                ratio(node.lanes().scanned() - scanned, node.lanes().caughtUp() - used));
        line(
                "| healthy destinations' latency meanwhile, p50, p99 | %d, %d ms |",
                node.figures().p50(), node.figures().p99());
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
        for (int laggards : new int[] {1, 10}) {
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
                ScaleNode.SEND_NANOS / 1_000,
                (double) (at - plan.outageUntil()) / MINUTE);
    }
}
