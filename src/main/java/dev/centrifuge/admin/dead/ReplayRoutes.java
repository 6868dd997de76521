package dev.centrifuge.admin.dead;

import dev.centrifuge.admin.audit.AuditLog;
import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Call;
import dev.centrifuge.admin.http.Items;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Reply;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.flow.job.Criteria;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Run;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** {@code /v1/replays}: to deliver events of the past once more; and how far all jobs are, redrives among them. */
public final class ReplayRoutes implements Routes {
    private static final Set<String> REPLAY =
            Set.of("destination", "source", "since", "until", "filter", "rate", "dryRun");
    private static final int PAGE = 50;
    private static final int MOST = 1_000;

    private final Jobs jobs;
    private final Desk desk;

    /** @param chance a few letters that nobody can foresee, for the ids of jobs */
    public ReplayRoutes(Jobs jobs, AuditLog audit, Supplier<String> chance) {
        this.jobs = jobs;
        this.desk = new Desk(jobs, audit, chance);
    }

    @Override
    public void on(Api api) {
        api.post("/v1/replays", Set.of(), this::replay);
        api.get("/v1/replays", Set.of("limit", "cursor"), this::list);
        api.get("/v1/replays/:id", Set.of(), this::show);
        api.delete("/v1/replays/:id", Set.of(), call -> desk.cancel(call.path("id"), call));
    }

    private Future<Reply> replay(Call call) {
        Body body = new Body(call, REPLAY);
        Criteria criteria = body.criteria();
        String destination = criteria.destination();
        if (destination == null) {
            throw Problem.bad("destination says who gets the events again").refusal();
        }
        if (!jobs.configured(destination)) {
            throw Problem.missing("there is no such destination").refusal();
        }
        String filter = body.text("filter");
        if (filter != null) {
            check(filter);
        }
        Job job = desk.job(call, Job.Kind.REPLAY, criteria, List.of(), filter, body.rate(), false);
        return body.flag("dryRun") ? desk.count(job) : desk.start(job, call.now());
    }

    private void check(String filter) {
        try {
            jobs.check(filter);
        } catch (IllegalArgumentException e) {
            throw Problem.bad("filter is no JSLT expression: " + e.getMessage()).refusal();
        }
    }

    private Future<Reply> list(Call call) {
        int limit = call.number("limit", PAGE, 1, MOST);
        String cursor = call.text("cursor");
        List<Run> all = jobs.all();
        int from = 0;
        if (cursor != null) {
            while (from < all.size() && !all.get(from).job().id().equals(cursor)) {
                from++;
            }
        }
        int to = Math.min(all.size(), from + limit);
        List<JobView> items = all.subList(from, to).stream()
                .map(run -> JobView.of(run, call.now()))
                .toList();
        String next = to < all.size() ? all.get(to).job().id() : null;
        return Future.succeededFuture(Reply.ok(new Items<>(items, next)));
    }

    private Future<Reply> show(Call call) {
        Run run = jobs.get(call.path("id"));
        if (run == null) {
            throw Problem.missing("there is no such job").refusal();
        }
        return Future.succeededFuture(Reply.ok(JobView.of(run, call.now())));
    }
}
