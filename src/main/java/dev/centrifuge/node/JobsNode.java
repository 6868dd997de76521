package dev.centrifuge.node;

import dev.centrifuge.admin.audit.AuditLog;
import dev.centrifuge.admin.dead.DeadRoutes;
import dev.centrifuge.admin.dead.Jobs;
import dev.centrifuge.admin.dead.ReplayRoutes;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.kafka.browse.Browser;
import dev.centrifuge.kafka.job.Board;
import dev.centrifuge.kafka.job.Letters;
import dev.centrifuge.kafka.job.Runner;
import dev.centrifuge.kafka.outlet.References;
import dev.centrifuge.node.port.Chance;
import dev.centrifuge.node.port.LoggedLetters;
import dev.centrifuge.node.port.PostedJobs;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Dead letters, and the jobs that deliver them, or events of the past, once more. */
public final class JobsNode implements Node {
    private final JobRules rules = new JobRules();
    private final Board board;
    private final Letters letters;
    private final AuditLog audit;
    private final @Nullable Runner runner;

    /** @param dispatch null where this process delivers nothing: then others run the jobs */
    public JobsNode(Site site, LogNode log, Browser browser, AuditLog audit, @Nullable DispatchNode dispatch) {
        board = new Board(log.operators());
        letters = new Letters(browser, log.topics(), board, rules, site.ticker());
        this.audit = audit;
        rules.configured(site.configuration().destinations());
        if (dispatch != null) {
            Duration retention = site.config().topics().retention();
            dispatch.keep(new References(
                    browser, log.topics(), letter -> board.redriven(letter) != null, retention, site.ticker()));
        }
        runner = dispatch == null ? null : runner(site, log, dispatch);
    }

    private Runner runner(Site site, LogNode log, DispatchNode dispatch) {
        String name = site.config().node();
        return new Runner(
                log.connection(),
                log.topics(),
                !log.sole(),
                name == null ? String.valueOf(ProcessHandle.current().pid()) : name,
                board,
                rules,
                dispatch::lanes,
                site.ticker(),
                site.metrics().jobs());
    }

    @Override
    public List<Routes> routes() {
        Supplier<String> chance = new Chance();
        Jobs jobs = new PostedJobs(board, letters, rules);
        return List.of(
                new DeadRoutes(new LoggedLetters(letters, board), jobs, audit, chance),
                new ReplayRoutes(jobs, audit, chance));
    }

    @Override
    public boolean configured(Configuration now, ConfigDiff diff) {
        rules.configured(now.destinations());
        return true;
    }

    /** When partitions are read. */
    @Override
    public void start() {
        if (runner != null) {
            runner.start();
        }
    }

    /** Ends the step under way; blocks for that long. */
    @Override
    public void stop() throws InterruptedException {
        if (runner != null) {
            runner.close();
        }
    }
}
