package dev.centrifuge.node;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

/** Waits for futures where blocking is allowed: on the main thread and in the shutdown hook. */
public final class Blocking {
    private static final long POLL_MILLIS = 5;

    private Blocking() {}

    /** Waits for a condition that nobody tells of. */
    public static void until(BooleanSupplier condition) throws IOException {
        try {
            while (!condition.getAsBoolean()) {
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    public static <T> T await(Future<T> future) throws IOException {
        return await(future.toCompletionStage());
    }

    /** @throws IOException with the cause's own words, for people */
    public static <T> T await(CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(String.valueOf(cause.getMessage()), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
