package dev.centrifuge.node;

import dev.centrifuge.admin.audit.AuditLog;
import dev.centrifuge.admin.dead.DeadLetters;
import dev.centrifuge.admin.dead.DeadRoutes;
import dev.centrifuge.admin.dead.Jobs;
import dev.centrifuge.admin.dead.ReplayRoutes;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.flow.job.Criteria;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Run;
import dev.centrifuge.kafka.browse.BrowseFailure;
import dev.centrifuge.kafka.browse.Browser;
import dev.centrifuge.kafka.browse.Position;
import dev.centrifuge.kafka.job.Board;
import dev.centrifuge.kafka.job.Letters;
import dev.centrifuge.kafka.job.Runner;
import dev.centrifuge.metrics.Metrics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Dead letters, and the jobs that deliver them, or events of the past, once more. */
public final class JobsNode {
    private final JobRules rules = new JobRules();
    private final Board board;
    private final Letters letters;
    private final AuditLog audit;
    private final @Nullable Runner runner;

    /** @param dispatch null where this process delivers nothing: then others run the jobs */
    public JobsNode(
            GatewayConfig config,
            LogNode log,
            Browser browser,
            AuditLog audit,
            @Nullable DispatchNode dispatch,
            Metrics metrics,
            Ticker ticker) {
        board = new Board(log.operators());
        letters = new Letters(browser, log.topics(), board, rules, ticker);
        this.audit = audit;
        String node =
                config.node() == null ? String.valueOf(ProcessHandle.current().pid()) : config.node();
        runner = dispatch == null
                ? null
                : new Runner(
                        log.connection(),
                        log.topics(),
                        !log.sole(),
                        node,
                        board,
                        rules,
                        dispatch::lanes,
                        ticker,
                        metrics.jobs());
    }

    public Routes routes() {
        Supplier<String> chance = new Chance();
        DeadLetters found = new Found();
        Jobs jobs = new Posted();
        return api -> {
            new DeadRoutes(found, jobs, audit, chance).on(api);
            new ReplayRoutes(jobs, audit, chance).on(api);
        };
    }

    public void configured(Map<String, DestinationConfig> destinations) {
        rules.configured(destinations);
    }

    /** When partitions are read. */
    public void start() {
        if (runner != null) {
            runner.start();
        }
    }

    /** Ends the step under way; blocks for that long. */
    public void close() throws InterruptedException {
        if (runner != null) {
            runner.close();
        }
    }

    /** Four letters: jobs of one millisecond have different ids. Belongs to the admin server's event loop. */
    private static final class Chance implements Supplier<String> {
        private static final int LETTERS = 36;

        private final SecureRandom random = new SecureRandom();

        @Override
        public String get() {
            StringBuilder letters = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                letters.append(Character.forDigit(random.nextInt(LETTERS), LETTERS));
            }
            return letters.toString();
        }
    }

    private static <T> Future<T> told(Future<T> search) {
        return search.recover(failure -> failure instanceof BrowseFailure
                ? Future.failedFuture(Problem.unavailable(String.valueOf(failure.getMessage()))
                        .refusal())
                : Future.failedFuture(failure));
    }

    private final class Found implements DeadLetters {
        @Override
        public Future<DeadLetters.Page> search(Criteria criteria, int limit, @Nullable String cursor) {
            Position from = cursor == null ? null : Position.decode(cursor);
            return told(letters.search(criteria, limit, from)).map(Found::page);
        }

        private static DeadLetters.Page page(dev.centrifuge.kafka.browse.Page<Letter> found) {
            Position next = found.next();
            dev.centrifuge.kafka.browse.Page.Searched searched = found.searched();
            return new DeadLetters.Page(
                    found.items(),
                    next == null ? null : next.encoded(),
                    searched.from(),
                    searched.to(),
                    searched.complete());
        }

        @Override
        public Future<Optional<Letter>> at(Letter.Place place) {
            return told(letters.at(place));
        }

        @Override
        public @Nullable String redriven(Letter.Place place) {
            return board.redriven(place);
        }
    }

    private final class Posted implements Jobs {
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
            return told(letters.count(job));
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
}
