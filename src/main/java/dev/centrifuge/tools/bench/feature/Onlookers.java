package dev.centrifuge.tools.bench.feature;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at a gateway: for each view a stream that stays open, and its questions. What comes is counted and thrown away, so
 * that looking costs this process as little as can be; how much that is, is told.
 *
 * <p>Opened and closed by a command's thread, which that blocks; everything else is on an event loop that does nothing else.
 */
final class Onlookers implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 200;
    private static final long SECONDS = 10;

    private final Vertx vertx;
    private final HttpClient client;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();
    private volatile boolean closed;
    private volatile long loop = -1;

    private Onlookers(Vertx vertx, int port) {
        this.vertx = vertx;
        vertx.runOnContext(v -> loop = Thread.currentThread().getId());
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
    }

    /** Returns once every view has had its first answer. */
    static Onlookers open(int port, List<View> views) throws IOException {
        Onlookers all = new Onlookers(Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1)), port);
        try {
            for (View view : views) {
                all.look(view);
            }
            return all;
        } catch (IOException e) {
            all.close();
            throw e;
        }
    }

    private void look(View view) throws IOException {
        if (view.stream() != null) {
            await(ask("/v1/stream?" + view.stream()).onSuccess(this::read));
        }
        for (String path : view.polls()) {
            await(poll(path, view.millis()));
        }
    }

    private Future<HttpClientResponse> ask(String path) {
        return client.request(HttpMethod.GET, path)
                .compose(HttpClientRequest::send)
                .compose(response -> response.statusCode() == 200
                        ? Future.succeededFuture(response)
                        : Future.failedFuture(path + " is answered " + response.statusCode()));
    }

    private void read(HttpClientResponse stream) {
        stream.handler(buffer -> {
            answers.incrementAndGet();
            bytes.addAndGet(buffer.length());
        });
        stream.endHandler(end -> failed("the gateway ended a stream"));
        stream.exceptionHandler(e -> failed("a stream broke: " + e));
    }

    private Future<Void> poll(String path, long millis) {
        return ask(path)
                .compose(HttpClientResponse::body)
                .onSuccess(body -> {
                    answers.incrementAndGet();
                    bytes.addAndGet(body.length());
                    vertx.setTimer(millis, timer -> {
                        if (!closed) {
                            poll(path, millis);
                        }
                    });
                })
                .onFailure(e -> failed(path + " failed: " + e))
                .mapEmpty();
    }

    private void failed(String why) {
        if (!closed) {
            trouble.compareAndSet(null, why);
        }
    }

    /** Answers and pieces of streams that have come. */
    long answers() {
        return answers.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** What looking has cost this process so far, but for the compiling of it. */
    long cpuNanos() {
        return Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(loop));
    }

    /** @throws IOException where somebody could not look any more: what was measured is then something else */
    void check() throws IOException {
        String why = trouble.get();
        if (why != null) {
            throw new IOException(why);
        }
    }

    /** Nobody looks any more. */
    @Override
    public void close() throws IOException {
        closed = true;
        await(client.close());
        await(vertx.close());
    }

    private static <T> void await(Future<T> future) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException("the gateway cannot be looked at: " + failed, failed);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
    }
}
