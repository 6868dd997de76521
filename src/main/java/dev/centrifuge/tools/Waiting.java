package dev.centrifuge.tools;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** For commands, which may block: their thread is no event loop. */
public final class Waiting {
    private static final long MOST_SECONDS = 30;

    private Waiting() {}

    /**
     * The value of a future, within 30 s.
     *
     * @throws IOException where it fails: {@code what} and the reason, for people
     */
    public static <T> T on(Future<T> future, String what) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException(what + ": " + cause.getMessage(), cause);
        } catch (TimeoutException late) {
            throw new IOException(what + ": not done within " + MOST_SECONDS + " s", late);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException(what + ": interrupted", told);
        }
    }
}
