package dev.centrifuge.admin;

import dev.centrifuge.metrics.Exposition;
import dev.centrifuge.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.EnumMap;
import java.util.Map;

/**
 * Renders the metrics page on a worker: with thousands of series it takes longer than an event loop may be held.
 *
 * <p>Scrapes that come while one is under way share its page, so however many come, the work is bounded. Belongs to the
 * admin server's event loop.
 */
final class Page {
    private final Metrics metrics;
    private final WorkerExecutor worker;
    private final Map<Exposition, Future<Buffer>> underway = new EnumMap<>(Exposition.class);

    Page(Metrics metrics, WorkerExecutor worker) {
        this.metrics = metrics;
        this.worker = worker;
    }

    /** The page, soon; completes on the caller's event loop. */
    Future<Buffer> render(Exposition format) {
        Future<Buffer> shared = underway.get(format);
        if (shared != null) {
            return shared;
        }
        Future<Buffer> page = worker.executeBlocking(() -> Buffer.buffer(metrics.scrape(format)), false);
        underway.put(format, page);
        page.onComplete(done -> underway.remove(format));
        return page;
    }
}
