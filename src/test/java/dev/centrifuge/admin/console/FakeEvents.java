package dev.centrifuge.admin.console;

import dev.centrifuge.admin.http.Call;
import dev.centrifuge.admin.http.Reply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One event that each id finds, with a leg of every kind. */
final class FakeEvents {
    private final List<String> told;

    /** @param told hears what is asked for */
    FakeEvents(List<String> told) {
        this.told = told;
    }

    private static Instant now() {
        return Instant.now();
    }

    private static Future<Reply> ok(Object body) {
        return Future.succeededFuture(Reply.ok(body));
    }

    static List<Map<String, Object>> attempts(String destination, int count) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean good = i % 4 == 3;
            Map<String, Object> made = new LinkedHashMap<>();
            made.put("at", now().minusSeconds(7L * i + 2).toString());
            made.put("messageId", "msg-" + (88_000 + i));
            made.put("source", "web");
            made.put("destination", destination);
            made.put("attempt", 1 + i % 5);
            made.put("outcome", good ? "delivered" : "failed");
            made.put("status", good ? 200 : 503);
            made.put("latencyMillis", 31 + 17 * i);
            if (!good) {
                made.put("cause", "http_503");
                made.put("answer", "upstream connect error or disconnect/reset before headers <b>&amp;</b>");
                made.put(
                        "next",
                        Map.of("what", "retry", "at", now().plusSeconds(30).toString()));
            }
            all.add(made);
        }
        return all;
    }

    Future<Reply> find(Call call) {
        String id = call.path("id");
        told.add("event " + id);
        List<Object> legs = List.of(
                Map.of(
                        "destination",
                        "crm",
                        "state",
                        "pending",
                        "attempts",
                        attempts("crm", 3),
                        "nextAt",
                        now().plusSeconds(28).toString()),
                Map.of(
                        "destination",
                        "warehouse-eu",
                        "state",
                        "delivered",
                        "attempts",
                        attempts("warehouse-eu", 4).subList(3, 4)),
                Map.of("destination", "lake-00011", "state", "filtered", "why", "integrations", "attempts", List.of()));
        Object event = Map.of(
                "source",
                "web",
                "type",
                "track",
                "partition",
                3,
                "offset",
                88_123_456,
                "receivedAt",
                now().minusSeconds(90).toString(),
                "size",
                ConsoleFake.HOSTILE.length(),
                "payload",
                ConsoleFake.HOSTILE,
                "legs",
                legs);
        return ok(Map.of(
                "messageId",
                id,
                "events",
                id.startsWith("msg-") ? List.of(event) : List.of(),
                "searched",
                Map.of("from", now().minusSeconds(86_400).toString(), "to", now().toString(), "complete", true)));
    }
}
