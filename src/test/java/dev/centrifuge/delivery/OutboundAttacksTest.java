package dev.centrifuge.delivery;

import dev.centrifuge.config.check.InvalidConfig;
import dev.centrifuge.delivery.Outcome.Delivered;
import dev.centrifuge.delivery.Outcome.Refused;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What somebody who may write destinations tries, to reach what only this machine can reach; a row each. The servers that
 * must not hear of it listen on loopback, so an attack that succeeds is seen.
 */
class OutboundAttacksTest {

    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final Bench bench = new Bench(name -> names.containsKey(name)
            ? Future.succeededFuture(names.get(name))
            : Future.failedFuture(new UnknownHostException(name)));
    private final RawServer server =
            new RawServer(bench.vertx, socket -> socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));

    @AfterEach
    void close() {
        bench.close();
    }

    /** Whatever a name resolves to; also as it would stand in a URL. */
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, this host",
        "10.0.0.1, private",
        "172.16.0.1, private",
        "172.31.255.254, private",
        "192.168.1.1, private",
        "100.64.0.1, CGNAT",
        "100.100.100.200, metadata in CGNAT",
        "127.0.0.1, loopback",
        "127.255.255.254, loopback",
        "169.254.169.254, metadata",
        "169.254.170.2, metadata of containers",
        "168.63.129.16, a cloud's host agent",
        "192.0.0.192, metadata",
        "192.0.2.1, documentation",
        "192.88.99.1, 6to4 relay",
        "198.18.0.1, benchmarks",
        "198.51.100.1, documentation",
        "203.0.113.1, documentation",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, broadcast",
        "::, this host",
        "::1, loopback",
        "::127.0.0.1, IPv4-compatible",
        "::ffff:127.0.0.1, IPv4-mapped",
        "::ffff:169.254.169.254, IPv4-mapped metadata",
        "64:ff9b::7f00:1, NAT64",
        "64:ff9b::a9fe:a9fe, NAT64 of the metadata service",
        "64:ff9b:1::a00:1, local NAT64",
        "100::1, discard",
        "2001::1, Teredo",
        "2001:0:7f00:1::1, Teredo",
        "2001:db8::1, documentation",
        "2002:7f00:1::1, 6to4 of loopback",
        "2002:a9fe:a9fe::1, 6to4 of the metadata service",
        "3fff::1, documentation",
        "fc00::1, unique local",
        "fd00::1, unique local",
        "fd00:ec2::254, metadata",
        "fe80::1, link-local",
        "fec0::1, site-local",
        "ff02::1, multicast"
    })
    void address_isForbidden(String address, String why) throws UnknownHostException {
        names.put("inside.example", List.of(InetAddress.getByName(address)));
        String literal = address.contains(":") ? "[" + address + "]" : address;

        assertThat(cause("http://inside.example:" + port() + "/")).as(why).isEqualTo("forbidden_address");
        assertThat(cause("http://" + literal + ":" + port() + "/")).as(why).isEqualTo("forbidden_address");
        assertThat(cause("https://" + literal + ":" + port() + "/")).as(why).isEqualTo("forbidden_address");
        assertThat(server.accepted).hasValue(0);
    }

    /** What is no ordinary URL of a host does not get past the configuration. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://127.1/",
                "http://127.0.1/",
                "http://017700000001/",
                "http://0177.0.0.1/",
                "http://0x7f.0.0.1/",
                "http://127.0.0.1.:80/",
                "http://00127.0.0.1/",
                "http://256.256.256.256/",
                "http://[::1%25lo]/",
                "http://[fe80::1%25eth0]/",
                "http://user@127.0.0.1/",
                "http://sink.example@127.0.0.1/",
                "http://sink.example:80@127.0.0.1/",
                "http://127.0.0.1%2esink.example/",
                "http://sink.example%00.127.0.0.1/",
                "http://\u2460\u2461\u2467.0.0.1/",
                "http://\uff11\uff12\uff17.0.0.1/",
                "http://127\u30020.0.1/",
                "http://l\u00f6calhost/",
                "file:///etc/passwd",
                "ftp://127.0.0.1/",
                "gopher://127.0.0.1:6379/_x",
                "jar:http://127.0.0.1!/",
                "ldap://127.0.0.1/",
                "unix:/run/docker.sock",
                "//127.0.0.1/",
                "http:127.0.0.1",
                "http:///127.0.0.1",
                "http://sink.example:0/",
                "http://sink.example:65536/",
                "http://sink.example/#@127.0.0.1"
            })
    void url_isNoDestination(String url) {
        assertThatThrownBy(() -> Samples.destination(url).config()).isInstanceOf(InvalidConfig.class);
    }

    /** Such text cannot even become a URL, or a header. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sink.example/\r\nx: y",
                "http://sink.example/a b",
                "http://127.0.0.1\\@sink.example/",
                "http://[::ffff:0x7f000001]/"
            })
    void text_isNoUrl(String text) {
        assertThatThrownBy(() -> Samples.destination(text).config()).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nhost: 127.0.0.1", "a\nb", "a\rb", "a\u0000b", "\u010d\u010ax: y"})
    void header_thatEndsALine_isNone(String value) {
        assertThatThrownBy(() -> Samples.destination("http://sink.example/")
                        .header("x-a", value)
                        .config())
                .isInstanceOf(InvalidConfig.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "localhost.",
                "inside.example",
                "inside.example.",
                "0x7f000001",
                "0X7F000001"
            })
    void nameOfThisMachine_isForbidden_howeverItIsWritten(String host) {
        names.put("localhost", List.of(InetAddress.getLoopbackAddress()));
        names.put("inside.example", List.of(InetAddress.getLoopbackAddress()));

        assertThat(cause("http://" + host + ":" + port() + "/")).isEqualTo("forbidden_address");
        assertThat(server.accepted).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectToTheInside_isNotFollowed(int status) {
        AtomicInteger inside = new AtomicInteger();
        HttpServer http = bench.vertx.createHttpServer().requestHandler(request -> {
            inside.addAndGet(request.path().equals("/inside") ? 1 : 0);
            request.response()
                    .setStatusCode(status)
                    .putHeader("location", "http://" + request.authority() + "/inside")
                    .end();
        });
        int port = Bench.await(http.listen(0, "127.0.0.1")).actualPort();

        assertThat(bench.send(
                        Samples.destination("http://127.0.0.1:" + port + "/").config()))
                .isInstanceOf(Refused.class);
        assertThat(inside).hasValue(0);
    }

    @Test
    void connectionOfADestinationThatMay_isNotLentToOneThatMayNot() {
        names.put("sink.example", List.of(InetAddress.getLoopbackAddress()));
        String url = "http://sink.example:" + port() + "/";
        Delivery may = bench.open(Samples.destination(url).config());
        Delivery mayNot = bench.open(Samples.destination(url).guarded().config());

        assertThat(bench.send(may, Samples.event("a"))).isInstanceOf(Delivered.class);
        assertThat(bench.send(mayNot, Samples.event("b")).answer().cause()).isEqualTo("forbidden_address");
        assertThat(bench.send(may, Samples.event("c"))).isInstanceOf(Delivered.class);
        assertThat(server.accepted).hasValue(1);
        assertThat(server.requests).hasValue(2);
    }

    /** Two listeners on one port of two addresses, over HTTP/2, where clients like to coalesce connections. */
    @Test
    void connectionToOneAddress_isNotUsedForAnother() throws UnknownHostException {
        TestPki pki = TestPki.shared();
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        int port = serve(pki, 0, "127.0.0.1", first);
        serve(pki, port, "127.0.0.2", second);
        names.put("localhost", List.of(InetAddress.getByName("127.0.0.1")));
        names.put("sink.example", List.of(InetAddress.getByName("127.0.0.2")));
        Delivery one = bench.open(
                patient("https://localhost:" + port + "/").trusting(pki.ca()).config());
        Delivery other = bench.open(
                patient("https://sink.example:" + port + "/").trusting(pki.ca()).config());

        for (int i = 0; i < 3; i++) {
            assertThat(bench.send(one, Samples.event("a" + i))).isInstanceOf(Delivered.class);
            assertThat(bench.send(other, Samples.event("b" + i))).isInstanceOf(Delivered.class);
        }

        assertThat(first).hasValue(3);
        assertThat(second).hasValue(3);
    }

    private static Samples.Destination patient(String url) {
        return Samples.destination(url).timeout(Duration.ofSeconds(50));
    }

    private int serve(TestPki pki, int port, String host, AtomicInteger requests) {
        var server = bench.vertx
                .createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(pki.server().options()))
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    request.response().end();
                });
        return Bench.await(server.listen(port, host)).actualPort();
    }

    private String cause(String url) {
        return bench.send(Samples.destination(url).guarded().config()).answer().cause();
    }

    private int port() {
        return URI.create(server.url()).getPort();
    }
}
