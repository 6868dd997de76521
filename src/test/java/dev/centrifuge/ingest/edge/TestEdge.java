package dev.centrifuge.ingest.edge;

import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An edge around a handler that reads the body, remembers what it was asked, and answers 200. */
final class TestEdge implements AutoCloseable {

    final Vertx vertx;
    final EdgeServer server;
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<Refusal> refused = new CopyOnWriteArrayList<>();
    final AtomicInteger open = new AtomicInteger();

    private TestEdge(EdgeLimits limits, @Nullable TlsConfig tls, int instances) {
        this(limits, tls, instances, null);
    }

    TestEdge(EdgeLimits limits, @Nullable TlsConfig tls, int instances, @Nullable Handler<HttpServerRequest> handler) {
        vertx = Transports.vertx()
                .with(new VertxOptions().setEventLoopPoolSize(2))
                .build();
        EdgeListener listener = new EdgeListener() {
            @Override
            public void opened() {
                open.incrementAndGet();
            }

            @Override
            public void closed() {
                open.decrementAndGet();
            }

            @Override
            public void refused(Refusal why) {
                refused.add(why);
            }
        };
        server = await(EdgeServer.start(
                vertx,
                config(tls),
                limits,
                instances,
                () -> handler == null ? this::answer : handler,
                listener,
                Ticker.system()));
    }

    static TestEdge start() {
        return new TestEdge(limits(), null, 1);
    }

    static TestEdge start(EdgeLimits limits) {
        return new TestEdge(limits, null, 1);
    }

    static TestEdge start(EdgeLimits limits, Handler<HttpServerRequest> handler) {
        return new TestEdge(limits, null, 1, handler);
    }

    static TestEdge start(EdgeLimits limits, TlsConfig tls) {
        return new TestEdge(limits, tls, 1);
    }

    static TestEdge start(int instances) {
        return new TestEdge(limits(), null, instances);
    }

    static IngestConfig config(@Nullable TlsConfig tls) {
        return new IngestConfig(
                "127.0.0.1",
                0,
                32 * 1024,
                512_000,
                2_500,
                1 << 24,
                10_000,
                Duration.ofSeconds(4),
                Duration.ofSeconds(15),
                tls,
                null);
    }

    /** The usual ones. */
    static EdgeLimits limits() {
        return EdgeLimits.of(config(null));
    }

    /** With deadlines that a test can wait for. */
    static EdgeLimits hasty() {
        return new EdgeLimits(
                8192,
                16384,
                100,
                64,
                65536,
                10_000,
                Duration.ofMillis(600),
                Duration.ofMillis(200),
                1024,
                Duration.ofMillis(500),
                Duration.ofMillis(300),
                Duration.ofMillis(20));
    }

    private void answer(HttpServerRequest request) {
        if (request.headers().contains("expect")) {
            request.response().writeContinue();
        }
        request.body().onSuccess(body -> {
            asked.add(request.uri());
            request.response().end(request.method() + " " + request.uri() + " " + body.length());
        });
    }

    int port() {
        return server.port();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
