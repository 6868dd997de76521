package dev.centrifuge.delivery;

import dev.centrifuge.delivery.Outcome.Delivered;
import dev.centrifuge.delivery.Outcome.Failed;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which addresses a delivery connects to, seen from the servers that must not hear of it. */
class HttpDeliveryGuardTest {

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile Future<List<InetAddress>> answer = Future.succeededFuture(List.of(NetUtil.LOCALHOST4));
    private final Bench bench = new Bench(name -> {
        asked.add(name);
        return answer;
    });
    private final RawServer server =
            new RawServer(bench.vertx, socket -> socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));

    @AfterEach
    void close() {
        bench.close();
    }

    /** Looser forms of addresses do not get past the configuration; see {@code HostTest} for what they would mean. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "localhost.",
                "rebind.example",
                "[::ffff:127.0.0.1]",
                "[::1]",
                "[::]",
                "0.0.0.0"
            })
    void hostThatMeansThisMachine_isForbidden_byDefault(String host) {
        Outcome outcome = bench.send(at(host).guarded().config());

        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(outcome.answer().cause()).isEqualTo("forbidden_address");
        assertThat(server.accepted).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "rebind.example", "[::ffff:127.0.0.1]"})
    void hostThatMeansThisMachine_isReached_withPrivateNetwork(String host) {
        assertThat(bench.send(at(host).config())).isInstanceOf(Delivered.class);
    }

    @Test
    void deadAddress_isFollowedByTheNext() throws UnknownHostException {
        // 127.0.0.2 is this machine too, but nobody listens there.
        InetAddress dead = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        answer = Future.succeededFuture(List.of(dead, NetUtil.LOCALHOST4));

        assertThat(bench.send(at("two.example").config())).isInstanceOf(Delivered.class);
    }

    @Test
    void everyAddressDead_isConnect() throws UnknownHostException {
        answer = Future.succeededFuture(List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 2})));

        assertThat(bench.send(at("dead.example").config()).answer().cause()).isEqualTo("connect");
    }

    @Test
    void unknownName_isDns() {
        answer = Future.failedFuture(new UnknownHostException("nowhere.example"));

        Outcome outcome = bench.send(at("nowhere.example").config());

        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(outcome.answer().cause()).isEqualTo("dns");
    }

    @Test
    void unknownName_askedForByMany_isOneQuery_andFailsAll() {
        answer = Future.failedFuture(new UnknownHostException("nowhere.example"));
        Delivery delivery = bench.open(at("nowhere.example").config());

        List<Outcome> outcomes = bench.burst(delivery, 8);

        assertThat(outcomes).allMatch(o -> o.answer().cause().equals("dns"));
        assertThat(asked).hasSize(1);
    }

    @Test
    void silentResolver_isTimeout() {
        answer = Promise.<List<InetAddress>>promise().future();

        Outcome outcome =
                bench.send(at("slow.example").timeout(Duration.ofMillis(300)).config());

        assertThat(outcome.answer().cause()).isEqualTo("timeout");
    }

    @Test
    void keptConnection_costsNoQuery() {
        Delivery delivery = bench.open(at("sink.example").config());
        for (int i = 0; i < 20; i++) {
            bench.send(delivery, Samples.event("m-" + i));
        }

        assertThat(asked).containsExactly("sink.example");
        assertThat(server.accepted).hasValue(1);
    }

    @Test
    void proxyProperties_areNotInherited() {
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", "1");
        System.setProperty("socksProxyHost", "127.0.0.1");
        System.setProperty("socksProxyPort", "1");
        try (Bench fresh = new Bench()) {
            assertThat(fresh.send(at("127.0.0.1").config())).isInstanceOf(Delivered.class);
        } finally {
            List.of("http.proxyHost", "http.proxyPort", "socksProxyHost", "socksProxyPort")
                    .forEach(System::clearProperty);
        }
    }

    @Test
    void manyFailuresInARow_eachSentOnTheLastOnesAnswer_doNotNest() {
        Delivery delivery = bench.open(at("127.0.0.1").guarded().config());
        Promise<Outcome> last = Promise.promise();
        bench.loop.runOnContext(v -> sendNext(delivery, 20_000, last));

        assertThat(Bench.await(last.future()).answer().cause()).isEqualTo("forbidden_address");
    }

    private static void sendNext(Delivery delivery, int left, Promise<Outcome> last) {
        delivery.send(new Attempt(Samples.event("m"), 1)).onSuccess(outcome -> {
            if (left == 0) {
                last.complete(outcome);
            } else {
                sendNext(delivery, left - 1, last);
            }
        });
    }

    private Samples.Destination at(String host) {
        return Samples.destination(server.url().replace("127.0.0.1", host));
    }
}
