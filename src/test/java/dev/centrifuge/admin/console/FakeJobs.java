package dev.centrifuge.admin.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.admin.http.Call;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Reply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Redrives and replays: some that were, and those that somebody starts. */
final class FakeJobs {
    private final List<Map<String, Object>> jobs = new CopyOnWriteArrayList<>();
    private final List<String> told;

    /** @param told hears what is asked for */
    FakeJobs(List<String> told) {
        this.told = told;
        jobs.add(job("replay", "warehouse-eu", "running", 0.41, 184_220));
        jobs.add(job("redrive", "crm", "done", 1, 1_204));
        jobs.add(job("replay", "lake-00011", "cancelled", 0.07, 99));
    }

    private static Instant now() {
        return Instant.now();
    }

    private static Future<Reply> ok(Object body) {
        return Future.succeededFuture(Reply.ok(body));
    }

    private Map<String, Object> job(String kind, String destination, String state, double share, long copied) {
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("id", kind + "-" + jobs.size());
        made.put("kind", kind);
        made.put("state", state);
        made.put("destination", destination);
        made.put("since", now().minusSeconds(86_400).toString());
        made.put("createdAt", now().minusSeconds(600).toString());
        made.put("createdBy", "maria from 10.0.4.7");
        made.put(
                "progress",
                Map.of("scanned", copied * 3, "matched", copied, "copied", copied, "skipped", 0, "share", share));
        if (state.equals("running")) {
            made.put("etaSeconds", 95);
            made.put("filter", ".event == \"Order Completed\"");
        }
        return made;
    }

    /** Those that were started here get on by a quarter with each look. */
    synchronized List<Map<String, Object>> looked() {
        for (Map<String, Object> job : jobs) {
            if (job.get("state").equals("running") && job.containsKey("moves")) {
                double share =
                        Math.min(1, ((Number) ((Map<?, ?>) job.get("progress")).get("share")).doubleValue() + 0.25);
                job.put(
                        "progress",
                        Map.of(
                                "scanned",
                                1000,
                                "matched",
                                900,
                                "copied",
                                (int) (900 * share),
                                "skipped",
                                0,
                                "share",
                                share));
                job.put("state", share >= 1 ? "done" : "running");
            }
        }
        return List.copyOf(jobs);
    }

    Future<Reply> copy(Call call, String kind, int matched) {
        JsonNode body = call.body();
        told.add(kind + " " + body);
        if (body.path("dryRun").asBoolean()) {
            return ok(Map.of("matched", matched, "skipped", 2, "scanned", 14_200, "complete", true));
        }
        Map<String, Object> job = job(kind, body.path("destination").asText(null), "running", 0, 0);
        job.put("moves", true);
        job.remove("filter");
        jobs.add(0, job);
        return Future.succeededFuture(Reply.accepted(job));
    }

    Future<Reply> cancel(Call call) {
        told.add("cancel " + call.path("id"));
        for (Map<String, Object> job : jobs) {
            if (job.get("id").equals(call.path("id"))) {
                job.put("state", "cancelled");
                return ok(job);
            }
        }
        throw Problem.missing("there is no such job").refusal();
    }
}
