package dev.centrifuge.tools.bench;

import dev.centrifuge.tools.load.LoadPlan;
import dev.centrifuge.tools.load.LoadResult;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs of load, awaited and checked. */
public final class Runs {
    private static final long GRACE_SECONDS = 60;

    private Runs() {}

    public static <T> T await(Future<T> run, Duration duration) throws IOException {
        try {
            return run.toCompletionStage()
                    .toCompletableFuture()
                    .get(duration.toSeconds() + GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException("the load did not run: " + failed, failed);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
    }

    /** A benchmark of answers that are errors says nothing. */
    public static LoadResult clean(LoadPlan plan, LoadResult result) throws IOException {
        if (result.unsent() > 0 || result.ok() == 0 || result.ok() < result.requests() * 0.999) {
            throw new IOException("not all requests to port " + plan.port() + " succeeded: " + result.status()
                    + ", unsent " + result.unsent());
        }
        return result;
    }
}
