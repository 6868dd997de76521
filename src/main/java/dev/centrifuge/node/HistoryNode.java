package dev.centrifuge.node;

import dev.centrifuge.admin.events.EventRoutes;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.AttemptsConfig;
import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.GatewayConfig.Role;
import dev.centrifuge.dispatch.history.AttemptLog;
import dev.centrifuge.dispatch.history.Recorder;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.kafka.browse.Browser;
import dev.centrifuge.kafka.history.AttemptWriter;
import dev.centrifuge.kafka.history.EventFinder;
import dev.centrifuge.metrics.Metrics;
import dev.centrifuge.node.port.Legs;
import dev.centrifuge.node.port.LoggedEvents;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history: attempts are written down, and what became of an event is looked up. Ends after dispatch has ended. */
public final class HistoryNode implements Node {
    private final Vertx vertx;
    private final Browser browser;
    private final EventFinder finder;
    private final @Nullable AttemptWriter writer;
    private final @Nullable Recorder recorder;
    private volatile Legs legs = Legs.NONE;

    public HistoryNode(Site site, LogNode log) {
        vertx = site.vertx();
        browser = Browser.open(vertx, log.connection(), site.ticker());
        int partitions = site.config().topics().partitions();
        finder = new EventFinder(browser, log.topics(), partitions);
        AttemptsConfig attempts = site.config().attempts();
        AttemptWriter made = attempts.enabled() && site.has(Role.DISPATCH)
                ? AttemptWriter.start(log.connection(), log.topics(), partitions, attempts.memory(), site.ticker())
                : null;
        writer = made;
        recorder = made == null ? null : new Recorder(attempts.successes(), made::write);
        show(site.metrics(), made);
    }

    private static void show(Metrics metrics, @Nullable AttemptWriter made) {
        metrics.counter("attempts_written", "Attempts written to their topic", () -> made == null ? 0 : made.written());
        metrics.counter(
                "attempts_dropped",
                "Attempts that were to be written down and were not",
                () -> made == null ? 0 : made.dropped());
    }

    /** Where dispatch tells of attempts. */
    public AttemptLog attempts() {
        return recorder == null ? AttemptLog.NONE : recorder;
    }

    /** Reads topics for other parts of the admin API. */
    public Browser browser() {
        return browser;
    }

    /** Who delivers here, and can say more of an event; before {@link #routes}. */
    public void delivering(Legs here) {
        legs = here;
    }

    @Override
    public boolean configured(Configuration now, ConfigDiff diff) {
        if (recorder != null) {
            recorder.retain(now.destinations().keySet());
        }
        return true;
    }

    @Override
    public List<Routes> routes() {
        return List.of(new EventRoutes(new LoggedEvents(vertx, finder, legs), this::recent));
    }

    private Optional<List<PastAttempt>> recent(String id) {
        if (!legs.configured(id)) {
            return Optional.empty();
        }
        return Optional.of(recorder == null ? List.of() : recorder.recent(id));
    }

    /** Blocks for seconds at most. */
    @Override
    public void stop() {
        browser.close();
        if (writer != null) {
            writer.close();
        }
    }
}
