package dev.centrifuge.admin.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.admin.http.Call;
import dev.centrifuge.admin.http.Items;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Reply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A hundred and some dead letters. */
final class FakeLetters {
    private final List<Map<String, Object>> dead = new ArrayList<>();

    FakeLetters() {
        for (int i = 0; i < 120; i++) {
            dead.add(letter(i));
        }
    }

    private static Instant now() {
        return Instant.now();
    }

    private static Future<Reply> ok(Object body) {
        return Future.succeededFuture(Reply.ok(body));
    }

    private static Map<String, Object> letter(int i) {
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("id", i % 8 + "-" + (900_000 - i * 13));
        made.put("at", now().minusSeconds(60L + i * 171L).toString());
        made.put("destination", i % 3 == 0 ? "crm" : i % 3 == 1 ? "billing-webhook" : "<img src=x onerror=alert(1)>");
        made.put("source", i % 2 == 0 ? "web" : "ios");
        made.put("messageId", "msg-" + (77_000 + i));
        made.put("reason", i % 4 == 0 ? "expired" : i % 4 == 1 ? "refused" : "filter");
        made.put("attempts", 1 + i % 30);
        if (i % 4 != 2) {
            made.put("lastStatus", i % 4 == 1 ? 400 : 503);
        }
        made.put("size", 300 + i * 17);
        return made;
    }

    private List<Map<String, Object>> matching(@Nullable String destination, @Nullable String text) {
        return dead.stream()
                .filter(d -> destination == null || destination.equals(d.get("destination")))
                .filter(d -> text == null || d.get("messageId").toString().contains(text))
                .toList();
    }

    int matching(JsonNode body) {
        return body.has("ids")
                ? body.get("ids").size()
                : matching(
                                body.path("destination").textValue(),
                                body.path("text").textValue())
                        .size();
    }

    Future<Reply> list(Call call) {
        Items<?> page = ConsoleFake.page(call, matching(call.text("destination"), call.text("text")));
        Map<String, Object> answer = new LinkedHashMap<>(Map.of(
                "items",
                page.items(),
                "searched",
                Map.of("from", now().minusSeconds(604_800).toString(), "to", now().toString(), "complete", true)));
        if (page.next() != null) {
            answer.put("next", page.next());
        }
        return ok(answer);
    }

    Future<Reply> show(Call call) {
        Map<String, Object> found = dead.stream()
                .filter(d -> d.get("id").equals(call.path("id")))
                .findFirst()
                .orElseThrow(
                        () -> Problem.missing("there is no such dead letter").refusal());
        Map<String, Object> made = new LinkedHashMap<>(found);
        made.put("payload", ConsoleFake.HOSTILE);
        made.put("answer", "<html><body>Bad Request</body></html>");
        made.put(
                "history",
                List.of(
                        Map.of("at", now().minusSeconds(300).toString(), "status", 503, "cause", "http_503"),
                        Map.of("at", now().minusSeconds(60).toString(), "status", 400, "cause", "http_400")));
        return ok(made);
    }
}
