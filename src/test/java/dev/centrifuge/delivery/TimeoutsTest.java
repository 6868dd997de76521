package dev.centrifuge.delivery;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.outbound.Timeouts;
import dev.centrifuge.delivery.Outcome.Delivered;
import io.netty.util.NetUtil;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The time-outs of an attempt's phases, each against a server that takes too long for just that one. */
class TimeoutsTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void firstByte_thatDoesNotCome_isTimeout() {
        RawServer server = new RawServer(bench.vertx, socket -> {});

        Outcome outcome = bench.send(destination(server.url(), LONG, LONG, SHORT));

        assertThat(outcome.answer().cause()).isEqualTo("timeout");
        assertThat(outcome.answer().latencyNanos()).isBetween(SHORT.toNanos(), LONG.toNanos());
    }

    @Test
    void firstByte_limitsNotTheRestOfTheAnswer() {
        RawServer server = new RawServer(bench.vertx, socket -> {
            socket.write(HEAD);
            bench.vertx.setTimer(1_500, t -> socket.write("{}"));
        });

        Outcome outcome = bench.send(destination(server.url(), LONG, LONG, Duration.ofSeconds(1)));

        assertThat(outcome).isInstanceOf(Delivered.class);
    }

    @Test
    void firstByte_limitsNotTheWaitForAConnection() {
        Promise<List<InetAddress>> slow = Promise.promise();
        try (Bench patient = new Bench(name -> slow.future())) {
            RawServer server = new RawServer(patient.vertx, socket -> socket.write(HEAD + "{}"));
            patient.vertx.setTimer(1_500, t -> slow.complete(List.of(NetUtil.LOCALHOST4)));
            String url = server.url().replace("127.0.0.1", "slow.example");

            Outcome outcome = patient.send(destination(url, LONG, LONG, Duration.ofSeconds(1)));

            assertThat(outcome).isInstanceOf(Delivered.class);
            assertThat(outcome.answer().latencyNanos()).isGreaterThan(1_000_000_000L);
        }
    }

    @Test
    void handshake_thatDoesNotEnd_isTls() {
        RawServer server = new RawServer(bench.vertx, socket -> {});

        Outcome outcome = bench.send(destination(server.url().replace("http:", "https:"), LONG, SHORT, null));

        assertThat(outcome.answer().cause()).isEqualTo("tls");
        assertThat(outcome.answer().latencyNanos()).isLessThan(LONG.toNanos());
    }

    /** A listener whose queue is full lets SYNs go unanswered, as a firewall does that drops them. */
    @Test
    void connection_thatIsNotMade_isConnect() throws IOException {
        List<SocketChannel> queue = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 8; i++) {
                SocketChannel waiting = SocketChannel.open();
                waiting.configureBlocking(false);
                waiting.connect(full.getLocalSocketAddress());
                queue.add(waiting);
            }

            Outcome outcome =
                    bench.send(destination("http://127.0.0.1:" + full.getLocalPort() + "/", SHORT, LONG, null));

            assertThat(outcome.answer().cause()).isEqualTo("connect");
            assertThat(outcome.answer().latencyNanos()).isBetween(SHORT.toNanos(), LONG.toNanos());
        } finally {
            for (SocketChannel waiting : queue) {
                waiting.close();
            }
        }
    }

    private static DestinationConfig destination(
            String url, Duration connect, Duration tls, @Nullable Duration firstByte) {
        return Samples.destination(url)
                .timeout(LONG)
                .timeouts(new Timeouts(connect, tls, firstByte))
                .config();
    }
}
