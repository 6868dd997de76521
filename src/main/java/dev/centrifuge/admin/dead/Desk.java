package dev.centrifuge.admin.dead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.admin.audit.AuditLog;
import dev.centrifuge.admin.http.Call;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Reply;
import dev.centrifuge.flow.job.Criteria;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Run;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes jobs: counts them or puts them up, and puts down who asked. Belongs to the admin server's event loop. */
final class Desk {
    private final Jobs jobs;
    private final AuditLog audit;
    private final Supplier<String> chance;

    /** @param chance a few letters that nobody can foresee, for ids */
    Desk(Jobs jobs, AuditLog audit, Supplier<String> chance) {
        this.jobs = jobs;
        this.audit = audit;
        this.chance = chance;
    }

    /**
     * What a count says.
     *
     * @param matched legs that would be delivered again
     * @param skipped what matches and would not be: redriven before, or not wanted
     * @param complete false where time was over before everything was read
     */
    record Count(long matched, long skipped, long scanned, boolean complete) {}

    /** A job that nobody knows yet. */
    Job job(
            Call call,
            Job.Kind kind,
            Criteria criteria,
            List<Letter.Place> letters,
            @Nullable String filter,
            double rate,
            boolean force) {
        long now = call.now().toEpochMilli();
        String id = (kind == Job.Kind.REPLAY ? "rp" : "rd") + Long.toString(now, 36) + chance.get();
        return new Job(id, kind, criteria, letters, filter, rate, force, now, call.operator(), false);
    }

    Future<Reply> count(Job job) {
        return jobs.count(job)
                .map(found -> Reply.ok(new Count(
                        found.copied(), found.skipped(), found.scanned(), found.phase() == Progress.Phase.DONE)));
    }

    /** First it is put down who asked, so that nothing is done that nobody can explain. */
    Future<Reply> start(Job job, Instant now) {
        String action = job.kind() == Job.Kind.REPLAY ? "replay" : "redrive";
        return record(now, job.createdBy(), action, target(job), details(job))
                .compose(done -> jobs.put(job))
                .map(done -> Reply.accepted(JobView.of(new Run(job, Progress.WAITING), now)));
    }

    Future<Reply> cancel(String id, Call call) {
        Run run = jobs.get(id);
        if (run == null) {
            throw Problem.missing("there is no such job").refusal();
        }
        if (run.over()) {
            throw Problem.conflict("the job has ended").refusal();
        }
        Job cancelled = run.job().cancel();
        return record(call.now(), call.operator(), "cancel", id, null)
                .compose(done -> jobs.put(cancelled))
                .map(done -> Reply.ok(JobView.of(new Run(cancelled, run.progress()), call.now())));
    }

    private Future<Void> record(Instant now, String who, String action, String target, @Nullable JsonNode details) {
        return Future.fromCompletionStage(audit.record(now, who, action, target, null, details))
                .mapEmpty();
    }

    private static String target(Job job) {
        String destination = job.criteria().destination();
        if (destination != null) {
            return destination;
        }
        return job.letters().size() == 1 ? job.letters().get(0).toString() : "dead letters";
    }

    private static JsonNode details(Job job) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        Criteria about = job.criteria();
        details.put("job", job.id());
        put(details, "source", about.source());
        put(details, "reason", about.reason());
        put(
                details,
                "since",
                about.since() == 0 ? null : Instant.ofEpochMilli(about.since()).toString());
        put(
                details,
                "until",
                about.until() == Long.MAX_VALUE
                        ? null
                        : Instant.ofEpochMilli(about.until()).toString());
        put(details, "text", about.text());
        put(details, "filter", job.filter());
        put(
                details,
                "letters",
                job.letters().isEmpty() ? null : String.valueOf(job.letters().size()));
        put(details, "rate", job.rate() == 0 ? null : String.valueOf(job.rate()));
        put(details, "force", job.force() ? "true" : null);
        return details;
    }

    private static void put(ObjectNode details, String name, @Nullable String value) {
        if (value != null) {
            details.put(name, value);
        }
    }
}
