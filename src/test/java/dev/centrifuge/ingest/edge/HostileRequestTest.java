package dev.centrifuge.ingest.edge;

import dev.centrifuge.ingest.edge.RawClient.Answer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Everything that a parser might read in two ways, each followed by a request that must never be executed. */
class HostileRequestTest {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    private static TestEdge edge;

    @BeforeAll
    static void start() {
        edge = TestEdge.start();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void attack_isRefusedOnceAndNothingAfterItIsExecuted(String name, int status, String bytes) throws IOException {
        edge.asked.clear();
        try (RawClient client = RawClient.to(edge.port())) {
            List<Answer> answers = client.send(bytes + SMUGGLED).answers();

            assertThat(answers).hasSize(1);
            Answer answer = answers.get(0);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.problem()).isTrue();
            assertThat(answer.close()).isTrue();
            assertThat(answer.body()).contains("\"status\":" + status).doesNotContain("smuggled");
        }
        assertThat(edge.asked).isEmpty();
        assertAlive();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void attack_behindAGoodRequest_isRefusedAfterItsAnswer(String name, int status, String bytes) throws IOException {
        edge.asked.clear();
        try (RawClient client = RawClient.to(edge.port())) {
            String good = "POST /good HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}";

            List<Answer> answers = client.send(good + bytes + SMUGGLED).answers();

            assertThat(answers).extracting(Answer::status).containsExactly(200, status);
        }
        assertThat(edge.asked).containsExactly("/good");
    }

    static void assertAlive() throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            client.send("POST /alive HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(client.answer().body()).isEqualTo("POST /alive 2");
        }
    }

    static Stream<Arguments> attacks() {
        return Stream.of(requestLines(), headers(), framing(), chunks(), limits())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> requestLines() {
        return Stream.of(
                line("HTTP/0.9", "GET /"),
                line("HTTP/0.9 with a space", "GET / "),
                line("no target", "GET HTTP/1.1"),
                line("only a method", "GET"),
                line("two spaces before the target", "GET  / HTTP/1.1"),
                line("two spaces before the version", "GET /  HTTP/1.1"),
                line("a tab for a space", "GET\t/ HTTP/1.1"),
                line("a vertical tab for a space", "GET /\u000bHTTP/1.1"),
                line("a trailing space", "GET / HTTP/1.1 "),
                line("a leading space", " GET / HTTP/1.1"),
                line("a lower-case method", "get / HTTP/1.1"),
                line("a method with a control byte", "GE\u0000T / HTTP/1.1"),
                line("a very long method", "A".repeat(30) + " / HTTP/1.1"),
                line("absolute form", "GET http://a/ HTTP/1.1"),
                line("authority form", "CONNECT a:443 HTTP/1.1"),
                line("asterisk form", "OPTIONS * HTTP/1.1"),
                line("a fragment", "GET /a#b HTTP/1.1"),
                line("a NUL in the target", "GET /\u0000 HTTP/1.1"),
                line("a lone CR in the target", "GET /\r HTTP/1.1"),
                line("bytes over 127 in the target", "GET /\u00e4 HTTP/1.1"),
                line("a backslash in the target", "GET /a\\b HTTP/1.1"),
                line("a space in the target", "GET /a b HTTP/1.1"),
                line("a version in lower case", "GET / http/1.1"),
                line("a version with more digits", "GET / HTTP/1.10"),
                line("a version with one digit", "GET / HTTP/1"),
                line("a version of junk", "GET / JUNK/1.1"),
                attack("the HTTP/2 preface in clear", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                attack("HTTP/2.0 as a version", 505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
                attack("HTTP/1.2 as a version", 505, "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
                attack("a bare LF after the request line", 400, "GET / HTTP/1.1\nHost: a\r\n\r\n"),
                attack("nothing but bare LF", 400, "\n\n"),
                attack("two blank lines first", 400, "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                attack("a TLS hello in clear", 400, "\u0016\u0003\u0001\u0000\u00a5\r\n\r\n"));
    }

    private static Stream<Arguments> headers() {
        return Stream.of(
                attack("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
                attack("two Hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
                attack("two equal Hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n"),
                attack("two Hosts in HTTP/1.0", 400, "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"),
                header("an empty Host", "Host:"),
                header("a Host with a path", "Host: a/b"),
                header("a Host with user info", "Host: a@b"),
                header("a Host with a space", "Host: a b"),
                header("a list of Hosts", "Host: a, b"),
                header("a Host with a bad port", "Host: a:8x"),
                header("a Host with too long a port", "Host: a:123456"),
                header("a Host with two ports", "Host: a:80:80"),
                header("a Host with an open bracket", "Host: [::1"),
                header("a Host with bytes over 127", "Host: \u00e4"),
                header("a folded line", "Host: a\r\nX: 1\r\n 2"),
                header("a line folded with a tab", "Host: a\r\nX: 1\r\n\t2"),
                attack("a folded first line", 400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
                header("a space before the colon", "Host: a\r\nX : 1"),
                header("a tab before the colon", "Host: a\r\nContent-Length\t: 0"),
                header("no colon", "Host: a\r\nX"),
                header("no name", "Host: a\r\n: 1"),
                header("a name in quotes", "Host: a\r\n\"X\": 1"),
                header("a NUL in a name", "Host: a\r\nX\u0000: 1"),
                header("bytes over 127 in a name", "Host: a\r\n\u00e4: 1"),
                header("a NUL in a value", "Host: a\r\nX: 1\u00002"),
                header("a bell in a value", "Host: a\r\nX: \u0007"),
                header("a DEL in a value", "Host: a\r\nX: \u007f"),
                header("a lone CR in a value", "Host: a\r\nX: 1\rY: 2"),
                header("two CRs before the LF", "Host: a\r\nX: 1\r"),
                attack("a bare LF after a header", 400, "GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n"),
                attack("a bare LF for the end of the head", 400, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
                attack(
                        "an unknown expectation",
                        417,
                        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 200-maybe\r\nContent-Length: 2\r\n\r\n{}"),
                attack(
                        "an expectation and more",
                        417,
                        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue, x\r\nContent-Length: 2\r\n\r\n{}"));
    }

    private static Stream<Arguments> framing() {
        return Stream.of(
                post("CL and TE", "Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                post("TE and CL", "Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"),
                post("two different CLs", "Content-Length: 2\r\nContent-Length: 3", "{} "),
                post("two equal CLs", "Content-Length: 2\r\nContent-Length: 2", "{}"),
                post("a list of equal CLs", "Content-Length: 2, 2", "{}"),
                post("a signed CL", "Content-Length: +2", "{}"),
                post("a negative CL", "Content-Length: -2", "{}"),
                post("a hexadecimal CL", "Content-Length: 0x2", "{}"),
                post("a CL with a space in it", "Content-Length: 1 0", "{}"),
                post("a CL with a fraction", "Content-Length: 2.0", "{}"),
                post("an empty CL", "Content-Length:", ""),
                post("a CL in other digits", "Content-Length: \u00b2", "{}"),
                attack(
                        "a CL beyond 64 bits",
                        413,
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"),
                post("chunked, identity", "Transfer-Encoding: chunked, identity", "0\r\n\r\n"),
                post("identity, chunked", "Transfer-Encoding: identity, chunked", "0\r\n\r\n"),
                post("chunked, x", "Transfer-Encoding: chunked, x", "0\r\n\r\n"),
                post("gzip, chunked", "Transfer-Encoding: gzip, chunked", "0\r\n\r\n"),
                post("chunked twice in a list", "Transfer-Encoding: chunked, chunked", "0\r\n\r\n"),
                post("chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                post("identity alone", "Transfer-Encoding: identity", ""),
                post("xchunked", "Transfer-Encoding: xchunked", "0\r\n\r\n"),
                post("chunked in quotes", "Transfer-Encoding: \"chunked\"", "0\r\n\r\n"),
                post("chunked with a parameter", "Transfer-Encoding: chunked;q=1", "0\r\n\r\n"),
                post("chunked with a vertical tab", "Transfer-Encoding: \u000bchunked", "0\r\n\r\n"),
                post("an empty TE", "Transfer-Encoding:", ""),
                attack(
                        "TE in HTTP/1.0",
                        400,
                        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
    }

    private static Stream<Arguments> chunks() {
        return Stream.of(
                chunk("no size", "\r\n{}\r\n0\r\n\r\n"),
                chunk("a size that is no number", "xx\r\n{}\r\n0\r\n\r\n"),
                chunk("a size with 0x", "0x2\r\n{}\r\n0\r\n\r\n"),
                chunk("a signed size", "+2\r\n{}\r\n0\r\n\r\n"),
                chunk("a negative size", "-2\r\n{}\r\n0\r\n\r\n"),
                chunk("a space before the size", " 2\r\n{}\r\n0\r\n\r\n"),
                chunk("a space after the size", "2 \r\n{}\r\n0\r\n\r\n"),
                chunk("a second size", "2 3\r\n{}\r\n0\r\n\r\n"),
                chunk("a NUL after the size", "2\u0000\r\n{}\r\n0\r\n\r\n"),
                chunk("a size beyond 31 bits", "80000000\r\n{}\r\n0\r\n\r\n"),
                chunk("a size beyond 64 bits", "fffffffffffffffff2\r\n{}\r\n0\r\n\r\n"),
                chunk("a bare LF after the size", "2\n{}\r\n0\r\n\r\n"),
                chunk("a bare CR after the size", "2\r{}\r\n0\r\n\r\n"),
                chunk("a bare LF after the data", "2\r\n{}\n0\r\n\r\n"),
                chunk("too little data", "3\r\n{}\r\n0\r\n\r\n"),
                chunk("too much data", "1\r\n{}\r\n0\r\n\r\n"),
                chunk("a bare LF in an extension", "2;a\n\r\n{}\r\n0\r\n\r\n"),
                chunk("a control byte in an extension", "2;a=\u0001\r\n{}\r\n0\r\n\r\n"),
                chunk("a long extension", "2;" + "a".repeat(300) + "\r\n{}\r\n0\r\n\r\n"),
                chunk("many extensions", ("1;" + "a".repeat(250) + "\r\nx\r\n").repeat(100) + "0\r\n\r\n"),
                chunk("a bare LF at the end", "2\r\n{}\r\n0\r\n\n"),
                chunk("a bad trailer", "2\r\n{}\r\n0\r\nX : 1\r\n\r\n"),
                chunk("a folded trailer", "2\r\n{}\r\n0\r\nX: 1\r\n 2\r\n\r\n"),
                chunk("a trailer with a bare LF", "2\r\n{}\r\n0\r\nX: 1\n\r\n"),
                attack("many trailers", 431, chunked("2\r\n{}\r\n0\r\n" + "X: 1\r\n".repeat(101) + "\r\n")),
                attack("a large trailer", 431, chunked("2\r\n{}\r\n0\r\nX: " + "1".repeat(17_000) + "\r\n\r\n")));
    }

    private static Stream<Arguments> limits() {
        String many = IntStream.range(0, 101).mapToObj(i -> "X" + i + ": 1\r\n").collect(Collectors.joining());
        return Stream.of(
                attack("a long target", 414, "GET /" + "a".repeat(8_192) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                attack("an endless target", 414, "GET /" + "a".repeat(100_000)),
                attack("a long header", 431, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "1".repeat(17_000) + "\r\n\r\n"),
                attack("an endless header", 431, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "1".repeat(100_000)),
                attack(
                        "large headers together",
                        431,
                        "GET / HTTP/1.1\r\nHost: a\r\n" + ("X: " + "1".repeat(2_000) + "\r\n").repeat(9) + "\r\n"),
                attack("many headers", 431, "GET / HTTP/1.1\r\nHost: a\r\n" + many + "\r\n"));
    }

    private static Arguments attack(String name, int status, String bytes) {
        return arguments(name, status, bytes);
    }

    private static Arguments line(String name, String line) {
        return attack(name, 400, line + "\r\nHost: a\r\n\r\n");
    }

    private static Arguments header(String name, String lines) {
        return attack(name, 400, "GET / HTTP/1.1\r\n" + lines + "\r\n\r\n");
    }

    private static Arguments post(String name, String lines, String body) {
        return attack(name, 400, "POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n\r\n" + body);
    }

    private static Arguments chunk(String name, String body) {
        return attack(name, 400, chunked(body));
    }

    private static String chunked(String body) {
        return "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
    }
}
