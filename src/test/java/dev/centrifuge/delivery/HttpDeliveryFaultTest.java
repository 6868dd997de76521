package dev.centrifuge.delivery;

import dev.centrifuge.delivery.Outcome.Delivered;
import dev.centrifuge.delivery.Outcome.Failed;
import dev.centrifuge.embedded.ClosedPort;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whatever a destination does, an attempt ends as an outcome, in time, and leaves no connection behind. */
class HttpDeliveryFaultTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    /** For those that must have sent a head before it is over. */
    private static final Duration HEADED = Duration.ofSeconds(1);

    /** For faults that must be noticed as what they are, however busy the machine. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private static Bench bench;

    @BeforeAll
    static void open() {
        bench = new Bench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("hangs before the head", s -> {}, "timeout", 0),
                fault("hangs within the head", s -> s.write("HTTP/1.1 200 OK\r\ncontent-le"), "timeout", 0),
                fault("hangs within the body", s -> s.write(head(200, 10) + "abc"), "timeout", 200),
                fault("drips the head", s -> drip(s, "x"), "timeout", 0),
                fault("drips the body", HttpDeliveryFaultTest::dripBody, "timeout", 200),
                fault("drips chunks", HttpDeliveryFaultTest::dripChunks, "timeout", 200),
                fault("sends 100 Continue for ever", HttpDeliveryFaultTest::continueForEver, "timeout", 0),
                fault("resets", HttpDeliveryFaultTest::reset, "reset", 0),
                fault("closes without an answer", NetSocket::close, "reset", 0),
                fault("closes within the head", s -> s.end(Buffer.buffer("HTTP/1.1 200 OK\r\nx: ")), "reset", 0),
                fault("closes within the body", s -> s.end(Buffer.buffer(head(200, 10) + "abc")), "reset", 200),
                fault("switches protocols", s -> s.write("HTTP/1.1 101 X\r\nupgrade: x\r\n\r\n"), "http_101", 101),
                fault("closes within a chunk", s -> s.end(Buffer.buffer(CHUNKED + "a\r\nabc")), "reset", 200),
                fault("sends an endless header", HttpDeliveryFaultTest::endlessHeader, "protocol", 0),
                fault("sends endless headers", HttpDeliveryFaultTest::endlessHeaders, "protocol", 0),
                fault("sends an endless status line", s -> flood(s, "HTTP/1.1 200 OK", "k".repeat(999)), "protocol", 0),
                fault("talks something else", s -> s.write("SSH-2.0-OpenSSH_9.2\r\n\r\n"), "protocol", 0),
                fault("sends a bad chunk size", s -> s.write(CHUNKED + "zz\r\nabc\r\n"), "protocol", 200),
                fault("sends a negative length", s -> s.write(head(200, -5) + "abc"), "protocol", 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void everyFault_endsAsFailed_inTime_andClosesTheConnection(
            String name, Consumer<NetSocket> answer, String cause, int status) {
        Duration timeout = !cause.equals("timeout") ? LONG : status == 0 ? SHORT : HEADED;
        List<RawServer> servers = new ArrayList<>();

        Outcome outcome = Bench.heard(() -> {
            servers.add(new RawServer(bench.vertx, answer));
            String url = servers.get(servers.size() - 1).url();
            return bench.send(Samples.destination(url).timeout(timeout).config());
        });

        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(outcome.answer().cause()).isEqualTo(cause);
        assertThat(outcome.answer().status()).isEqualTo(status);
        assertThat(Duration.ofNanos(outcome.answer().latencyNanos())).isLessThan(timeout.plusSeconds(5));
        assertThat(outcome.answer().excerpt()).doesNotContain("s3cret");
        await().untilAsserted(() -> assertThat(servers).allMatch(server -> server.open.isEmpty()));
        assertThat(servers.get(servers.size() - 1).accepted).hasValue(1);
    }

    @Test
    void endlessBody_ofASuccess_isDelivered_andCutOff() {
        RawServer server = new RawServer(bench.vertx, s -> flood(s, CHUNKED, "400\r\n" + "x".repeat(1024) + "\r\n"));

        Outcome outcome = bench.send(Samples.destination(server.url()).config());

        assertThat(outcome).isInstanceOf(Delivered.class);
        assertThat(outcome.answer().excerpt()).isEmpty();
        await().untilAsserted(() -> assertThat(server.open).isEmpty());
    }

    @Test
    void endlessBody_ofAFailure_isFailed_withItsFirstKiB() {
        String head = "HTTP/1.1 500 No\r\n\r\n";
        RawServer server = new RawServer(bench.vertx, s -> flood(s, head, "y".repeat(1000)));

        Outcome outcome = bench.send(Samples.destination(server.url()).config());

        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(outcome.answer().cause()).isEqualTo("http_500");
        assertThat(outcome.answer().excerpt()).isEqualTo("y".repeat(1024));
    }

    @Test
    void tooLongContentLength_followedByAClose_isReset() {
        RawServer server = new RawServer(bench.vertx, s -> s.end(Buffer.buffer(head(204 - 4, 5000) + "{}")));

        assertThat(bench.send(Samples.destination(server.url()).config())
                        .answer()
                        .cause())
                .isEqualTo("reset");
    }

    @Test
    void bytesAfterTheAnswer_doNotBecomeTheNextAnswer() {
        RawServer server = new RawServer(bench.vertx, s -> s.write(head(200, 2) + "{}" + head(200, 2) + "{}"));
        Delivery delivery = bench.open(Samples.destination(server.url()).config());

        assertThat(bench.send(delivery, Samples.event("a"))).isInstanceOf(Delivered.class);
        await().untilAsserted(() -> assertThat(server.open).isEmpty());
        assertThat(bench.send(delivery, Samples.event("b"))).isInstanceOf(Delivered.class);
        assertThat(server.requests).hasValue(2);
    }

    @Test
    void hungDestination_hasNeverMoreConnectionsThanItsConcurrency() {
        AtomicInteger most = new AtomicInteger();
        RawServer server = new RawServer(bench.vertx, s -> {});
        Delivery delivery = bench.open(
                Samples.destination(server.url()).timeout(SHORT).concurrency(4).config());

        for (int round = 0; round < 4; round++) {
            assertThat(bench.burst(delivery, 4))
                    .allMatch(o -> List.of("timeout", Answer.UNHEARD)
                            .contains(o.answer().cause()));
            most.accumulateAndGet(server.open.size(), Math::max);
        }

        assertThat(most).hasValueLessThanOrEqualTo(4);
        assertThat(server.requests).hasValueLessThanOrEqualTo(16);
        await().untilAsserted(() -> assertThat(server.open).isEmpty());
    }

    @Test
    void nobodyListening_isConnect() throws IOException {
        try (ClosedPort closed = new ClosedPort()) {
            Outcome outcome = bench.send(Samples.destination("http://127.0.0.1:" + closed.port() + "/")
                    .config());

            assertThat(outcome).isInstanceOf(Failed.class);
            assertThat(outcome.answer().cause()).isEqualTo("connect");
        }
    }

    @Test
    void hungAttempts_doNotHoldUpAnotherDestination() {
        RawServer hung = new RawServer(bench.vertx, s -> {});
        RawServer fine = new RawServer(bench.vertx, s -> s.write(head(200, 2) + "{}"));
        Delivery slow = bench.open(
                Samples.destination(hung.url()).timeout(Duration.ofMinutes(1)).config());
        List<?> waiting = Stream.of("a", "b", "c", "d")
                .map(id -> bench.start(slow, Samples.event(id)))
                .toList();

        Outcome outcome = bench.send(Samples.destination(fine.url()).config());

        assertThat(outcome).isInstanceOf(Delivered.class);
        assertThat(waiting).noneMatch(f -> ((io.vertx.core.Future<?>) f).isComplete());
    }

    private static final String CHUNKED = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

    private static Arguments fault(String name, Consumer<NetSocket> answer, String cause, int status) {
        return Arguments.of(name, answer, cause, status);
    }

    private static String head(int status, int length) {
        return "HTTP/1.1 " + status + " X\r\ncontent-length: " + length + "\r\n\r\n";
    }

    private static void drip(NetSocket socket, String bytes) {
        socket.write("HTTP/1.1 200 OK\r\nx-drip: ");
        every(socket, bytes);
    }

    private static void dripBody(NetSocket socket) {
        socket.write(head(200, 100_000));
        every(socket, "x");
    }

    private static void dripChunks(NetSocket socket) {
        socket.write(CHUNKED);
        every(socket, "1\r\nx\r\n");
    }

    private static void continueForEver(NetSocket socket) {
        every(socket, "HTTP/1.1 100 Continue\r\n\r\n");
    }

    /** A byte each 20 ms: no idle time-out would ever strike. */
    private static void every(NetSocket socket, String bytes) {
        socket.write(bytes).onSuccess(v -> eventLoop(socket).schedule(() -> every(socket, bytes), 20, MILLISECONDS));
    }

    private static EventLoop eventLoop(NetSocket socket) {
        return ((NetSocketInternal) socket).channelHandlerContext().channel().eventLoop();
    }

    private static void endlessHeader(NetSocket socket) {
        flood(socket, "HTTP/1.1 200 OK\r\nx: ", "z".repeat(1000));
    }

    private static void endlessHeaders(NetSocket socket) {
        flood(socket, "HTTP/1.1 200 OK\r\n", "a-header: with-a-value\r\n".repeat(40));
    }

    /** Writes as fast as it is read, until it is closed. */
    private static void flood(NetSocket socket, String start, String bytes) {
        socket.write(start);
        more(socket, bytes);
    }

    private static void more(NetSocket socket, String bytes) {
        socket.write(bytes).onSuccess(v -> more(socket, bytes));
    }

    private static void reset(NetSocket socket) {
        ((NetSocketInternal) socket).channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        socket.close();
    }
}
