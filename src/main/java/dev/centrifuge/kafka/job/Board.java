package dev.centrifuge.kafka.job;

import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Redriven;
import dev.centrifuge.flow.job.Run;
import dev.centrifuge.kafka.operator.OperatorLog;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that there are, as {@code state} tells every node of them:
 *
 * <pre>
 *   key  job/&lt;id&gt;                      what was asked for, and whether it was cancelled; by whoever was asked
 *   key  jobrun/&lt;id&gt;                   how far it is; by the node that runs it, with its copies
 *   key  redriven/&lt;partition&gt;/&lt;chunk&gt;  which letters were redriven; the same
 * </pre>
 *
 * Two records a job, so that nobody overwrites what another one knows better.
 *
 * <p>Any thread.
 */
public final class Board {
    static final String JOB = "job";
    static final String RUN = "jobrun";
    static final String REDRIVEN = "redriven";

    private final OperatorLog operators;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Map<String, Progress> progress = new ConcurrentHashMap<>();
    private final Redriven redriven = new Redriven();

    /** Before {@code operators} starts. */
    public Board(OperatorLog operators) {
        this.operators = operators;
        operators.follow(JOB, (id, value, millis) -> put(jobs, id, value == null ? null : JobCodec.job(value)));
        operators.follow(
                RUN, (id, value, millis) -> put(progress, id, value == null ? null : JobCodec.progress(value)));
        operators.follow(REDRIVEN, (id, value, millis) -> redriven.restore(Redriven.ChunkId.parse(id), value));
    }

    private static <T> void put(Map<String, T> all, String id, @Nullable T value) {
        if (value == null) {
            all.remove(id);
        } else {
            all.put(id, value);
        }
    }

    /** Newest first. */
    public List<Run> all() {
        return jobs.values().stream()
                .map(this::entry)
                .sorted(Comparator.comparingLong((Run each) -> each.job().createdAt())
                        .thenComparing(each -> each.job().id())
                        .reversed())
                .toList();
    }

    /** Null where there is no such job, or not any more. */
    public @Nullable Run get(String id) {
        Job job = jobs.get(id);
        return job == null ? null : entry(job);
    }

    private Run entry(Job job) {
        return new Run(job, progress.getOrDefault(job.id(), Progress.WAITING));
    }

    /** Puts a job up, or what it has become; completes when that is durable and known here. */
    public CompletableFuture<Void> put(Job job) {
        return operators.put(JOB, job.id(), JobCodec.encode(job));
    }

    /** Whether all is known here that was put up before this node started. */
    boolean current() {
        return operators.current().isDone();
    }

    /** Forgets an ended job. */
    CompletableFuture<Void> remove(String id) {
        return operators.put(JOB, id, null);
    }

    /** The job that redrove a letter last, or null. */
    public @Nullable String redriven(Letter.Place place) {
        return redriven.by(place);
    }

    /** What was redriven, as far as is known here; not to be changed. */
    Redriven redriven() {
        return redriven;
    }
}
