package dev.centrifuge.admin.dead;

import dev.centrifuge.admin.audit.AuditLog;
import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Call;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Reply;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.flow.job.Criteria;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.flow.job.Run;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /v1/dead}: the dead letters, and to deliver them once more. */
public final class DeadRoutes implements Routes {
    private static final Set<String> FILTERS = Set.of("destination", "source", "reason", "since", "until", "text");
    private static final Set<String> LIST =
            Set.of("destination", "source", "reason", "since", "until", "text", "limit", "cursor");
    private static final Set<String> REDRIVE = Set.of(
            "ids", "all", "destination", "source", "reason", "since", "until", "text", "rate", "force", "dryRun");
    private static final int PAGE = 50;
    private static final int MOST = 1_000;

    private final DeadLetters letters;
    private final Jobs jobs;
    private final Desk desk;

    /** @param chance a few letters that nobody can foresee, for the ids of jobs */
    public DeadRoutes(DeadLetters letters, Jobs jobs, AuditLog audit, Supplier<String> chance) {
        this.letters = letters;
        this.jobs = jobs;
        this.desk = new Desk(jobs, audit, chance);
    }

    @Override
    public void on(Api api) {
        api.get("/v1/dead", LIST, this::list);
        api.post("/v1/dead/redrive", Set.of(), this::redrive);
        api.get("/v1/dead/:id", Set.of(), this::show);
    }

    /** How far the search came: all letters from {@code from} on, and before {@code to}, are here or on earlier pages. */
    record Searched(String from, String to, boolean complete) {}

    record Found(List<LetterView> items, @Nullable String next, Searched searched) {}

    private Future<Reply> list(Call call) {
        Criteria criteria = Body.criteria(call);
        int limit = call.number("limit", PAGE, 1, MOST);
        Future<DeadLetters.Page> page;
        try {
            page = letters.search(criteria, limit, call.text("cursor"));
        } catch (IllegalArgumentException e) {
            throw Problem.bad("cursor is the next of an answer before").refusal();
        }
        return page.map(found -> Reply.ok(new Found(
                found.letters().stream()
                        .map(letter -> LetterView.line(letter, redriven(letter.place())))
                        .toList(),
                found.next(),
                new Searched(
                        Instant.ofEpochMilli(found.from()).toString(),
                        Instant.ofEpochMilli(found.to()).toString(),
                        found.complete()))));
    }

    private LetterView.@Nullable Redriven redriven(Letter.Place place) {
        String job = letters.redriven(place);
        Run run = job == null ? null : jobs.get(job);
        return job == null
                ? null
                : new LetterView.Redriven(
                        job,
                        run == null
                                ? null
                                : Instant.ofEpochMilli(run.job().createdAt()).toString());
    }

    private Future<Reply> show(Call call) {
        Letter.Place place = Letter.Place.parse(call.path("id"));
        if (place == null) {
            throw Problem.missing("ids of dead letters are such as 3-1027").refusal();
        }
        return found(place).map(letter -> Reply.ok(LetterView.whole(letter, redriven(place))));
    }

    private Future<Letter> found(Letter.Place place) {
        return letters.at(place)
                .map(found -> found.orElseThrow(() -> Problem.missing("there is no such letter, or not any more")
                        .refusal()));
    }

    private Future<Reply> redrive(Call call) {
        Body body = new Body(call, REDRIVE);
        List<Letter.Place> ids = body.has("ids") ? body.ids() : List.of();
        boolean filtered = FILTERS.stream().anyMatch(body::has);
        int ways = (ids.isEmpty() ? 0 : 1) + (filtered ? 1 : 0) + (body.flag("all") ? 1 : 0);
        if (ways != 1) {
            throw Problem.bad("say which letters: by ids, by filters, or all of them with all: true")
                    .refusal();
        }
        Criteria criteria = body.criteria();
        Job job = desk.job(call, Job.Kind.REDRIVE, criteria, ids, null, body.rate(), body.flag("force"));
        if (body.flag("dryRun")) {
            return desk.count(job);
        }
        Future<Letter> checked = ids.size() == 1 ? found(ids.get(0)).map(letter -> fit(letter, job.force())) : null;
        return checked == null ? desk.start(job, call.now()) : checked.compose(letter -> desk.start(job, call.now()));
    }

    /** Who names one letter learns at once why it cannot be; of many, they are counted as skipped. */
    private Letter fit(Letter letter, boolean force) {
        String hopeless = letter.hopeless();
        if (hopeless != null) {
            throw Problem.conflict("this letter cannot be redriven: " + hopeless)
                    .refusal();
        }
        String destination = letter.destination();
        if (destination == null || !jobs.configured(destination)) {
            throw Problem.conflict("its destination is not configured").refusal();
        }
        String before = letters.redriven(letter.place());
        if (before != null && !force) {
            throw Problem.conflict("it was redriven before, by " + before + "; once more with force: true")
                    .refusal();
        }
        return letter;
    }
}
