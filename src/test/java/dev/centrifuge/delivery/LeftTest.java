package dev.centrifuge.delivery;

import dev.centrifuge.embedded.ClosedPort;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** When an attempt tells that its request has left: a rate counts from then on. */
class LeftTest {
    /** More than two sockets hold. */
    private static final int MUCH = 32 << 20;

    private final Bench bench = new Bench();
    private final AtomicInteger left = new AtomicInteger();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void not_before_it_is_written() {
        AtomicReference<NetSocket> stuck = new AtomicReference<>();
        NetServer server = bench.vertx
                .createNetServer()
                .connectHandler(socket -> socket.handler(first -> {
                    if (stuck.compareAndSet(null, socket)) {
                        socket.pause();
                    }
                }));
        Bench.await(server.listen(0, "127.0.0.1"));
        Delivery delivery = bench.open(Samples.destination("http://127.0.0.1:" + server.actualPort())
                .timeout(Duration.ofMinutes(1))
                .config());
        Future<Integer> leftAtItsEnd = start(delivery, "{\"x\":\"" + "x".repeat(MUCH) + "\"}");

        await().until(() -> stuck.get() != null);
        assertThat(left).hasValue(0);
        stuck.get().resume();
        await().until(() -> left.get() == 1);
        stuck.get().write("HTTP/1.1 204 No\r\n\r\n");

        assertThat(Bench.await(leftAtItsEnd)).isOne();
    }

    /** Some of it may have arrived. */
    @Test
    void at_the_latest_when_it_ends() {
        NetServer server =
                bench.vertx.createNetServer().connectHandler(socket -> socket.handler(first -> socket.close()));
        Bench.await(server.listen(0, "127.0.0.1"));
        Delivery delivery = bench.open(
                Samples.destination("http://127.0.0.1:" + server.actualPort()).config());

        assertThat(Bench.await(start(delivery, "{\"x\":\"" + "x".repeat(MUCH) + "\"}")))
                .isOne();
    }

    @Test
    void never_where_there_is_no_connection() throws IOException {
        try (ClosedPort closed = new ClosedPort()) {
            Delivery delivery = bench.open(
                    Samples.destination("http://127.0.0.1:" + closed.port()).config());

            assertThat(Bench.await(start(delivery, "{}"))).isZero();
        }
    }

    /** The first request on a connection is answered, and whatever comes next finds it closed: both may have been read. */
    @Test
    void for_each_request_of_an_attempt() {
        AtomicInteger asked = new AtomicInteger();
        RawServer server = new RawServer(bench.vertx, socket -> {
            if (asked.incrementAndGet() == 2) {
                socket.close();
            } else {
                socket.write(Buffer.buffer("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));
            }
        });
        Delivery delivery = bench.open(Samples.destination(server.url()).config());

        assertThat(Bench.await(start(delivery, "{}"))).isOne();
        assertThat(Bench.await(start(delivery, "{}"))).isEqualTo(3);
        assertThat(asked).hasValue(3);
    }

    /** Sends one event. What is returned is how many had left when it ended. */
    private Future<Integer> start(Delivery delivery, String body) {
        Promise<Integer> end = Promise.promise();
        Attempt attempt = new Attempt(List.of(Samples.event("m", body)), 1, left::incrementAndGet, null, null);
        bench.loop.runOnContext(go -> delivery.send(attempt).onComplete(outcome -> end.complete(left.get())));
        return end.future();
    }
}
