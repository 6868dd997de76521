package dev.centrifuge.tools.bench.child;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether what a gateway says of its funnel balances, in each row and in all: {@code received = delivered + filtered + dead +
 * pending}, nothing lost and nothing missing. It has to, whenever anybody asks, so nothing is awaited here.
 *
 * <p>Stateless, for any thread; blocks for as long as the {@link Admin} does.
 */
public final class FunnelBalance {
    private static final List<String> ENDED = List.of("delivered", "filtered", "dead");
    private static final List<String> COLUMNS =
            List.of("received", "replayed", "repeated", "delivered", "filtered", "dead", "lost", "pending", "missing");

    private FunnelBalance() {}

    /** A gateway's admin port. */
    @FunctionalInterface
    public interface Admin {
        /**
         * The answer to a GET.
         *
         * @param path with its query
         * @throws IOException where there is none
         */
        JsonNode get(String path) throws IOException, InterruptedException;
    }

    /** What does not balance by destination, by source, by pair or in the list of sources; empty where all is well. */
    public static List<String> faults(Admin admin) throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        for (String by : List.of("destination", "source", "pair")) {
            String path = "/v1/funnel?by=" + by;
            for (String fault : faults(admin.get(path))) {
                faults.add(path + ": " + fault);
            }
        }
        for (JsonNode source : admin.get("/v1/sources").path("items")) {
            check("source", source.path("legs"), faults);
        }
        return faults;
    }

    /**
     * What does not balance in one answer, each with the row that shows it.
     *
     * @param funnel an answer of {@code /v1/funnel}; the sum of its rows is compared with its total where it has all of them
     */
    public static List<String> faults(JsonNode funnel) {
        List<String> faults = new ArrayList<>();
        JsonNode total = funnel.path("total");
        check("total", total, faults);
        funnel.path("rows").forEach(row -> check("row", row, faults));
        if (faults.isEmpty() && !funnel.has("next")) {
            for (String column : COLUMNS) {
                long sum = 0;
                for (JsonNode row : funnel.path("rows")) {
                    sum += of(row, column);
                }
                if (sum != of(total, column)) {
                    faults.add("the rows' " + column + " is " + sum + " in all: " + funnel);
                }
            }
        }
        return faults;
    }

    private static void check(String what, JsonNode row, List<String> faults) {
        for (String column : COLUMNS) {
            // Nor is a column that is not there taken for 0.
            if (of(row, column) < 0) {
                faults.add(what + " with " + column + " below 0 or absent: " + row);
                return;
            }
        }
        long accounted = of(row, "pending");
        for (String column : ENDED) {
            accounted += of(row, column);
        }
        if (accounted != of(row, "received")) {
            faults.add(what + " accounts for " + accounted + " legs: " + row);
        }
        if (of(row, "lost") + of(row, "missing") > 0) {
            faults.add(what + " with legs that are lost or missing: " + row);
        }
    }

    private static long of(JsonNode row, String column) {
        return row.path(column).asLong(-1);
    }
}
