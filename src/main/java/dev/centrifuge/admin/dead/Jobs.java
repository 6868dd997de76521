package dev.centrifuge.admin.dead;

import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Run;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Redrives and replays. Any thread; nothing blocks. */
public interface Jobs {

    /** Newest first. */
    List<Run> all();

    @Nullable
    Run get(String id);

    /** Puts a new job up, or a job that was cancelled; completes when that is durable. */
    Future<Void> put(Job job);

    /**
     * Counts what it would copy; its phase is done where everything was counted.
     *
     * @throws IllegalArgumentException where its filter is none, with the reason for people
     */
    Future<Progress> count(Job job);

    /** Whether there is such a destination. */
    boolean configured(String destination);

    /** @throws IllegalArgumentException where it is none, with the reason for people */
    void check(String filter);
}
