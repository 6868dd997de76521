package dev.centrifuge.delivery.address;

import dev.centrifuge.delivery.HandTicker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A name whose owner changes what it means, asked of a real name server by the resolver that is used for real. */
class RebindingTest {

    private static final int PORT = 443;
    private final Host host = Host.parse("rebind.example");
    private final HandTicker ticker = new HandTicker();
    private StubDns dns;
    private Vertx vertx;
    private Addresses addresses;

    @BeforeEach
    void start() throws IOException {
        dns = new StubDns();
        vertx = Vertx.vertx(new VertxOptions()
                .setAddressResolverOptions(
                        new AddressResolverOptions().setServers(List.of("127.0.0.1:" + dns.port()))));
        addresses = new Addresses(Resolver.of(vertx), OwnListeners.none(), ticker);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(60, TimeUnit.SECONDS);
        dns.close();
    }

    @Test
    void privateAddress_afterAPublicOne_isForbidden() throws Exception {
        dns.answer("8.8.8.8");
        assertThat(resolve()).containsExactly(address("8.8.8.8"));

        dns.answer("169.254.169.254");

        // Netty keeps even an answer with a TTL of 0 until the next turn of the loop that asked for it.
        await().untilAsserted(() -> {
            ticker.advance(Duration.ofSeconds(11));
            assertThatThrownBy(this::resolve).isInstanceOf(ForbiddenAddressException.class);
        });
        assertThat(dns.questions()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void privateAddress_besideAPublicOne_isLeftOut() throws Exception {
        dns.answer("127.0.0.1", "8.8.8.8", "10.0.0.1");

        for (int i = 0; i < 6; i++) {
            assertThat(resolve()).containsExactly(address("8.8.8.8"));
        }
    }

    @Test
    void whatWasChecked_isWhatIsGiven_whateverTheNameMeansByThen() throws Exception {
        dns.answer("8.8.8.8");
        List<InetAddress> checked = resolve();
        dns.answer("127.0.0.1");

        assertThat(checked).containsExactly(address("8.8.8.8"));
        assertThat(checked.get(0).isLoopbackAddress()).isFalse();
    }

    private List<InetAddress> resolve() throws Exception {
        Promise<List<InetAddress>> promise = Promise.promise();
        vertx.runOnContext(v -> addresses.of(host, PORT, true).onComplete(promise));
        Future<List<InetAddress>> future = promise.future();
        return future.await(60, TimeUnit.SECONDS);
    }

    private static InetAddress address(String text) throws IOException {
        return InetAddress.getByName(text);
    }
}
