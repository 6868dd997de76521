package dev.centrifuge.admin.console;

import dev.centrifuge.admin.http.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Totals that rise with the clock, as if since ever. */
final class FakeFunnel {
    private long counted = Instant.now().getEpochSecond();
    private long received = 45_600_000;
    private long delivered = 41_950_000;
    private long filtered = 3_190_000;

    private static Instant now() {
        return Instant.now();
    }

    /** What was counted until the last whole second. */
    private synchronized Map<String, Object> total() {
        long second = now().getEpochSecond();
        for (; counted < second; counted++) {
            long came = (long) (2400 * wave(counted));
            received += came;
            delivered += (long) (came * 0.8);
            filtered += came * 7 / 100;
        }
        Map<String, Object> total = new LinkedHashMap<>();
        total.put("received", received);
        total.put("repeated", 0L);
        total.put("delivered", delivered);
        total.put("filtered", filtered);
        total.put("dead", 1_204L);
        total.put("lost", 0L);
        total.put("pending", received - delivered - filtered - 1_204);
        total.put("missing", 0L);
        return total;
    }

    private static double wave(long second) {
        return 1 + 0.2 * Math.sin(second / 60.0) + 0.05 * Math.sin(second / 3.0);
    }

    /** Totals since ever, with a sample for each of the last ten minutes' seconds. */
    Object of(Call call) {
        long to = now().getEpochSecond();
        Map<String, Object> total = total();
        long[] sums = {
            (Long) total.get("received"),
            (Long) total.get("delivered"),
            (Long) total.get("filtered"),
            (Long) total.get("pending")
        };
        List<Object> over = new ArrayList<>();
        for (long at = to - 1; at >= to - 600; at--) {
            long came = (long) (2400 * wave(at));
            long[] steps = {came, (long) (came * (at < to - 95 ? 0.92 : 0.8)), came * 7 / 100, 40};
            for (int i = 0; i < sums.length; i++) {
                sums[i] -= steps[i];
            }
            over.add(
                    0,
                    Map.of(
                            "at",
                            Instant.ofEpochSecond(at).toString(),
                            "received",
                            sums[0],
                            "delivered",
                            sums[1],
                            "filtered",
                            sums[2],
                            "dead",
                            1_204,
                            "lost",
                            0,
                            "pending",
                            sums[3]));
        }
        return Map.of(
                "at",
                Instant.ofEpochSecond(to).toString(),
                "total",
                total,
                "rows",
                call.text("destination") == null ? List.of() : List.of(total),
                "over",
                call.text("over") == null ? List.of() : over);
    }
}
