package dev.centrifuge.admin.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Ten thousand destinations, some of them in trouble, whose figures change from second to second. */
final class FakeDestinations {
    static final int COUNT = 10_000;

    private static final List<String> ORDER =
            List.of("down", "absent", "refusing", "throttled", "slow", "recovering", "paused", "disabled", "ok");

    /** One of them; what changes is computed from the time. */
    private static final class One {
        final String id;
        final double rate;
        final int millis;
        final long seed;
        String state;
        String reason;
        Instant since;
        long waits;

        One(String id, String state, String reason, Instant since, double rate, int millis, long waits, long seed) {
            this.id = id;
            this.state = state;
            this.reason = reason;
            this.since = since;
            this.rate = rate;
            this.millis = millis;
            this.waits = waits;
            this.seed = seed;
        }
    }

    private final Map<String, One> all = new LinkedHashMap<>();
    private final Instant begun;

    FakeDestinations(Random random, Instant now) {
        begun = now;
        add("billing-webhook", "down", "http_503", 840, 41, 5000, 48_213);
        add("crm", "down", "connect", 95, 12.5, 30, 1_187);
        add("loyalty-points", "refusing", "http_422", 320, 36, 45, 0);
        add("ads-conversions", "throttled", "http_429", 210, 88, 120, 9_400);
        add("warehouse-eu", "slow", "timeout", 1_500, 310, 8400, 2_811);
        add("search-indexer", "recovering", "http_502", 130, 150, 60, 31_007);
        add("email-journeys", "paused", "paused", 5_400, 22, 80, 118_800);
        add("<img src=x onerror=alert(1)>", "down", "<script>document.title='owned'</script>", 60, 1, 20, 3);
        add("old-analytics", "disabled", "disabled", 700_000, 0, 0, 0);
        String[] kinds = {"shop", "orders", "mail", "lake", "audit", "push"};
        for (int i = all.size(); i < COUNT; i++) {
            String id = kinds[i % kinds.length] + "-" + String.format("%05d", i);
            double rate = Math.exp(random.nextDouble() * 6 - 2);
            all.put(
                    id,
                    new One(
                            id,
                            "ok",
                            null,
                            now.minusSeconds(90_000 + i),
                            rate,
                            8 + random.nextInt(90),
                            0,
                            random.nextLong()));
        }
    }

    private void add(String id, String state, String reason, long seconds, double rate, int millis, long waits) {
        all.put(id, new One(id, state, reason, begun.minusSeconds(seconds), rate, millis, waits, id.hashCode()));
    }

    synchronized boolean has(String id) {
        return all.containsKey(id);
    }

    /** Some of them, those in trouble first. */
    synchronized List<Map<String, Object>> list(Instant now, String state, String text) {
        return all.values().stream()
                .filter(one -> state == null || one.state.equals(state))
                .filter(one -> text == null || one.id.contains(text) || (one.reason + "").contains(text))
                .sorted(Comparator.comparingInt((One one) -> ORDER.indexOf(one.state))
                        .thenComparing(one -> one.since))
                .map(one -> row(one, now))
                .toList();
    }

    synchronized Set<String> ids() {
        return new TreeSet<>(all.keySet());
    }

    synchronized Map<String, Object> states() {
        Map<String, Object> counts = new LinkedHashMap<>();
        all.values().forEach(one -> counts.merge(one.state, 1, (a, b) -> (Integer) a + (Integer) b));
        return counts;
    }

    synchronized void state(String id, String state, String reason, Instant now) {
        One one = all.get(id);
        one.state = state;
        one.reason = reason;
        one.since = now;
    }

    private static double wave(One one, Instant now, int period) {
        double phase = (one.seed & 1023) / 163.0;
        return 1
                + 0.25 * Math.sin(now.toEpochMilli() / 1000.0 / period * 6.28 + phase)
                + 0.08 * Math.sin(now.toEpochMilli() / 1000.0 + phase * 7);
    }

    private static boolean stuck(One one) {
        return Set.of("down", "paused", "disabled", "absent").contains(one.state);
    }

    /** Of what is sent, how much arrives. */
    private static double share(String state) {
        return switch (state) {
            case "throttled" -> 0.69;
            case "refusing" -> 0.03;
            default -> 1;
        };
    }

    private Map<String, Object> row(One one, Instant now) {
        double in = one.rate * wave(one, now, 97);
        boolean stuck = stuck(one);
        double age = now.toEpochMilli() / 1000.0 - one.since.getEpochSecond();
        long backlog = one.waits == 0
                ? 0
                : one.waits + (stuck ? (long) (in * (now.getEpochSecond() - begun.getEpochSecond())) : 0);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("destination", one.id);
        row.put("url", "https://" + URLEncoder.encode(one.id, StandardCharsets.UTF_8) + ".example.com/hook");
        row.put("state", one.state);
        row.put("since", one.since.toString());
        if (one.reason != null) {
            row.put("reason", reason(one, now));
        }
        row.put("ratePerSecond", Map.of("in", in, "out", stuck ? 0 : in * share(one.state)));
        row.put("p50Millis", one.millis);
        row.put("p99Millis", one.millis * 4);
        row.put(
                "errorShare",
                one.state.equals("down") ? 1.0 : share(one.state) < 1 ? 1 - share(one.state) : one.millis / 40_000.0);
        row.put("backlog", backlog);
        row.put("backlogAgeSeconds", backlog == 0 ? 0 : Math.min(age, 700_000));
        if (backlog > 0 && !stuck) {
            row.put("drainSeconds", backlog / (one.rate + 1));
        }
        row.put("inFlight", stuck ? 0 : 1 + (int) (in * one.millis / 1000));
        row.put("queued", Math.min(backlog, 500));
        row.put("counts", counts(one, backlog));
        return row;
    }

    private static Map<String, Object> reason(One one, Instant now) {
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("cause", one.reason);
        reason.put("at", (one.state.equals("paused") ? one.since : now.minusSeconds(4)).toString());
        if (one.reason.equals("http_503") || one.reason.equals("http_422")) {
            reason.put("status", Integer.parseInt(one.reason.substring(5)));
        }
        if (one.state.equals("paused")) {
            reason.put("by", "maria from 10.0.4.7");
            reason.put("note", "provider's maintenance");
        }
        return reason;
    }

    private static Map<String, Object> counts(One one, long backlog) {
        long delivered = (long) (one.rate * 86_400);
        return Map.of(
                "received",
                delivered + 15 + backlog,
                "delivered",
                delivered,
                "filtered",
                12,
                "dead",
                3,
                "pending",
                backlog,
                "lost",
                0);
    }

    /** One with its limits and its last five minutes. */
    synchronized Map<String, Object> detail(String id, Instant now, List<?> actions) {
        One one = all.get(id);
        Map<String, Object> detail = row(one, now);
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("concurrency", Map.of("now", one.state.equals("down") ? 1 : 12, "max", 64, "adaptive", true));
        limits.put("rate", Map.of("limit", 100, "per", "1s", "burst", 20));
        limits.put("ramp", one.state.equals("recovering"));
        limits.put("blockedKeys", 0);
        limits.put("breaker", one.state.equals("down") ? "open" : "closed");
        if (one.state.equals("throttled")) {
            limits.put("gateUntil", now.plusSeconds(42).toString());
        }
        detail.put("limits", limits);
        detail.put(
                "config",
                Map.of(
                        "url",
                        "https://crm.example.com/hook",
                        "auth",
                        Map.of("type", "bearer", "token", "***"),
                        "retry",
                        Map.of("ttl", "24h")));
        if (one.state.equals("refusing")) {
            detail.put("unwritten", Map.of("legs", 40, "reason", "centrifuge.dead: RecordTooLargeException"));
        }
        detail.put("history", history(one, now));
        detail.put("actions", actions);
        return detail;
    }

    private Map<String, Object> history(One one, Instant now) {
        int points = 300;
        Instant from = Instant.ofEpochSecond(now.getEpochSecond() - points);
        Map<String, Object> history = new LinkedHashMap<>(Map.of("step", "1s", "from", from.toString()));
        List<String> names = List.of("in", "out", "failed", "concurrency", "p99Millis", "backlog");
        names.forEach(name -> history.put(name, new ArrayList<Number>()));
        for (int i = 0; i < points; i++) {
            Instant at = from.plusSeconds(i);
            double in = one.rate * wave(one, at, 97);
            boolean bad = stuck(one) && at.isAfter(one.since);
            double[] values = {
                in,
                bad ? 0 : in,
                bad ? in / 8 : 0,
                bad ? 1 : 12 * wave(one, at, 61),
                one.millis * 4 * wave(one, at, 43),
                one.waits == 0 ? 0 : one.waits + (bad ? -in * (points - i) : 0)
            };
            for (int n = 0; n < values.length; n++) {
                add(history.get(names.get(n)), values[n]);
            }
        }
        return history;
    }

    @SuppressWarnings("unchecked")
    private static void add(Object list, double value) {
        ((List<Number>) list).add(Math.max(0, Math.round(value * 100) / 100.0));
    }
}
