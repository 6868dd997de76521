package dev.centrifuge.node.port;

import dev.centrifuge.admin.dead.Jobs;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Rules;
import dev.centrifuge.flow.job.Run;
import dev.centrifuge.kafka.job.Board;
import dev.centrifuge.kafka.job.Letters;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Posts jobs on the board of all nodes for the admin API, and says how they run. */
public record PostedJobs(Board board, Letters letters, Rules rules) implements Jobs {

    @Override
    public List<Run> all() {
        return board.all();
    }

    @Override
    public @Nullable Run get(String id) {
        return board.get(id);
    }

    @Override
    public Future<Void> put(Job job) {
        return Future.fromCompletionStage(board.put(job));
    }

    @Override
    public Future<Progress> count(Job job) {
        return Searches.told(letters.count(job));
    }

    @Override
    public boolean configured(String destination) {
        return rules.configured(destination);
    }

    @Override
    public void check(String filter) {
        rules.filter(filter);
    }
}
