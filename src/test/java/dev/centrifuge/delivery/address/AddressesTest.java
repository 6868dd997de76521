package dev.centrifuge.delivery.address;

import dev.centrifuge.delivery.HandTicker;
import dev.centrifuge.delivery.address.Host.Name;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AddressesTest {

    private static final Name HOST = new Name("example.com");

    private final HandTicker ticker = new HandTicker();
    private final List<String> asked = new ArrayList<>();
    private Future<List<InetAddress>> answer = Future.failedFuture("not set");
    private Addresses addresses = addresses(OwnListeners.none());

    @Test
    void answer_isKeptForTenSeconds() {
        answer = found("8.8.8.8");
        guarded();
        ticker.advance(Duration.ofMillis(9_999));
        guarded();
        assertThat(asked).hasSize(1);

        ticker.advance(Duration.ofMillis(1));
        guarded();
        assertThat(asked).hasSize(2);
    }

    @Test
    void failure_isKeptForASecond() {
        answer = Future.failedFuture(new UnknownHostException("example.com"));
        assertThat(guarded().cause()).isInstanceOf(UnknownHostException.class);
        ticker.advance(Duration.ofMillis(999));
        guarded();
        assertThat(asked).hasSize(1);

        ticker.advance(Duration.ofMillis(1));
        answer = found("8.8.8.8");
        assertThat(guarded().result()).containsExactly(ip("8.8.8.8"));
    }

    @Test
    void queryUnderWay_isShared() {
        Promise<List<InetAddress>> slow = Promise.promise();
        answer = slow.future();
        Future<List<InetAddress>> first = guarded();
        ticker.advance(Duration.ofMinutes(1));
        Future<List<InetAddress>> second = guarded();

        slow.complete(List.of(ip("8.8.8.8")));

        assertThat(asked).hasSize(1);
        assertThat(first.succeeded()).isTrue();
        assertThat(second.succeeded()).isTrue();
    }

    @Test
    void eachCall_startsAtTheNextAddress() {
        answer = found("8.8.8.8", "1.1.1.1");

        List<InetAddress> first = guarded().result();
        List<InetAddress> second = guarded().result();

        assertThat(first).containsExactlyInAnyOrder(ip("8.8.8.8"), ip("1.1.1.1"));
        assertThat(second).containsExactly(first.get(1), first.get(0));
    }

    @Test
    void mixedAnswer_leavesOnlyThePublicOnes() {
        answer = found("127.0.0.1", "8.8.8.8", "169.254.169.254", "fd00:ec2::254");

        assertThat(guarded().result()).containsExactly(ip("8.8.8.8"));
    }

    @Test
    void rebinding_isCheckedAtEachAnswer() {
        answer = found("8.8.8.8");
        guarded();
        ticker.advance(Duration.ofSeconds(10));
        answer = found("127.0.0.1");

        assertThat(guarded().cause()).isInstanceOf(ForbiddenAddressException.class);
    }

    @Test
    void privateAnswer_isForbidden_unlessTheDestinationSaysPrivateNetwork() {
        answer = found("10.1.2.3");

        assertThat(guarded().cause()).isInstanceOf(ForbiddenAddressException.class);
        assertThat(addresses.of(HOST, 443, false).result()).containsExactly(ip("10.1.2.3"));
    }

    @Test
    void literal_isCheckedWithoutAsking() {
        Host literal = Host.parse("0x7f.1");

        assertThat(addresses.of(literal, 80, true).cause()).isInstanceOf(ForbiddenAddressException.class);
        assertThat(addresses.of(literal, 80, false).result()).containsExactly(ip("127.0.0.1"));
        assertThat(asked).isEmpty();
    }

    @Test
    void ownListener_onAPublicAddress_isForbidden() {
        addresses = addresses(new OwnListeners(Set.of(8081), Set.of(ip("8.8.8.8"))));
        answer = found("8.8.8.8");

        assertThat(addresses.of(HOST, 8081, true).cause()).isInstanceOf(ForbiddenAddressException.class);
        assertThat(addresses.of(HOST, 443, true).succeeded()).isTrue();
        assertThat(addresses.of(HOST, 8081, false).succeeded()).isTrue();
    }

    @Test
    void ownListeners_knowThisMachinesAddresses() throws Exception {
        OwnListeners own = OwnListeners.of(Set.of(8080));

        assertThat(own.contains(ip("127.0.0.1"), 8080)).isTrue();
        assertThat(own.contains(ip("127.0.0.1"), 8081)).isFalse();
        assertThat(own.contains(ip("8.8.8.8"), 8080)).isFalse();
    }

    @Test
    void expire_forgetsOnlyWhatIsStale() {
        answer = found("8.8.8.8");
        guarded();
        addresses.expire();
        guarded();
        assertThat(asked).hasSize(1);
    }

    private Future<List<InetAddress>> guarded() {
        return addresses.of(HOST, 443, true);
    }

    private Addresses addresses(OwnListeners own) {
        return new Addresses(
                name -> {
                    asked.add(name);
                    return answer;
                },
                own,
                ticker);
    }

    private static Future<List<InetAddress>> found(String... texts) {
        return Future.succeededFuture(
                List.of(texts).stream().map(AddressesTest::ip).toList());
    }

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
