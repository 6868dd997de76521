package dev.centrifuge.tools.sink;

import dev.centrifuge.tools.sink.SinkStats.PathStats;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a sink has counted. Written by the sink's loop, read by anybody: here a lock is better than messages, because a
 * test that asks must see everything that was answered before it asked, and the lock is hardly ever contended.
 */
final class Tally {
    /** More paths than this share a row: a sink must not be filled up by whoever invents paths. */
    private static final int MOST_PATHS = 10_000;

    private static final String OTHERS = "(others)";

    private final int mostIds;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private long badSignatures;

    Tally(int mostIds) {
        this.mostIds = mostIds;
    }

    synchronized void add(Arrival arrival) {
        Row row = rows.get(arrival.path());
        if (row == null) {
            String name = rows.size() < MOST_PATHS ? arrival.path() : OTHERS;
            row = rows.computeIfAbsent(name, path -> new Row(mostIds));
        }
        row.add(arrival);
    }

    synchronized void badSignature() {
        badSignatures++;
    }

    synchronized int count(String path, String id) {
        Row row = rows.get(path);
        return row == null ? 0 : row.ledger.count(id);
    }

    synchronized List<String> ids(String path) {
        Row row = rows.get(path);
        return row == null ? List.of() : row.ledger.ids();
    }

    synchronized SinkStats snapshot() {
        Map<String, PathStats> paths = new LinkedHashMap<>();
        rows.forEach((path, row) -> paths.put(path, row.snapshot()));
        return new SinkStats(badSignatures, paths);
    }

    synchronized void clear() {
        rows.clear();
        badSignatures = 0;
    }

    private static final class Row {
        private final Ledger ledger;
        private final boolean reads;
        private final long[] status = new long[600];
        private long requests;
        private long unreadable;

        Row(int mostIds) {
            this.ledger = new Ledger(mostIds);
            this.reads = mostIds != SinkOptions.NO_IDS;
        }

        void add(Arrival arrival) {
            requests++;
            status[arrival.status()]++;
            if (!arrival.accepted()) {
                return;
            }
            if (arrival.ids().isEmpty() && reads) {
                unreadable++;
            }
            for (String id : arrival.ids()) {
                ledger.add(id);
            }
        }

        PathStats snapshot() {
            Map<Integer, Long> codes = new TreeMap<>();
            for (int code = 0; code < status.length; code++) {
                if (status[code] > 0) {
                    codes.put(code, status[code]);
                }
            }
            return new PathStats(
                    requests, ledger.total(), ledger.unique(), ledger.duplicates(), unreadable, !ledger.full(), codes);
        }
    }
}
