package dev.centrifuge.tools.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class TraceCommandTest {
    private static final String NOTHING = """
            {"messageId":"m 1","events":[],"searched":{"from":"F","to":"T","complete":%s}%s}""";
    private static final String FOUND = """
            {"messageId":"m 1","events":[{"source":"web","type":"track","partition":3,"offset":42,
             "receivedAt":"2026-01-31T10:00:00Z","size":245,"payload":"{}","legs":[
              {"destination":"billing","state":"detached","why":"closed","attempts":[]},
              {"destination":"crm","state":"dead","why":"http_400","letter":"3-17","attempts":[
               {"at":"2026-01-31T10:00:00.2Z","destination":"crm","attempt":1,"outcome":"failed","status":503,"cause":"http_503",
                "latencyMillis":12.34,"answer":"busy\\u001b[31m\\nnow","next":{"what":"retry","at":"2026-01-31T10:00:01.4Z"}},
               {"at":"2026-01-31T10:00:01.5Z","destination":"crm","attempt":2,"outcome":"failed","status":0,"cause":"timeout",
                "latencyMillis":9.8,"next":{"what":"dead","detail":"ttl"}}]}]}],
             "searched":{"from":"F","to":"T","complete":false},"next":"1.0-1"}""";

    private final StringWriter out = new StringWriter();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> answers = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] body = answers.remove(0).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "m 1", "--admin", "http://127.0.0.1:" + server.getAddress().getPort()));
        arguments.addAll(List.of(options));
        return new CommandLine(new TraceCommand())
                .setOut(new PrintWriter(out))
                .execute(arguments.toArray(String[]::new));
    }

    @Test
    void a_history_is_a_timeline() {
        answers.add(FOUND);

        assertThat(run("--source", "web", "--since", "2h")).isZero();

        assertThat(asked).containsExactly("/v1/events/m%201?source=web&since=2h");
        assertThat(out.toString().lines())
                .containsExactly(
                        "m 1 from web, 2026-01-31T10:00:00Z, events-3 at 42, 245 bytes",
                        "  billing  detached: closed",
                        "  crm      dead: http_400, letter 3-17",
                        "    2026-01-31T10:00:00.2Z  attempt 1  failed 503 in 12.3 ms, again at 2026-01-31T10:00:01.4Z",
                        "      busy [31m now",
                        "    2026-01-31T10:00:01.5Z  attempt 2  failed timeout in 9.8 ms, dead: ttl");
    }

    @Test
    void it_goes_on_until_it_is_found() {
        answers.add(NOTHING.formatted("false", ",\"next\":\"1.0-5\""));
        answers.add(FOUND);

        assertThat(run()).isZero();

        assertThat(asked).containsExactly("/v1/events/m%201?since=1h", "/v1/events/m%201?since=1h&cursor=1.0-5");
        assertThat(out.toString()).startsWith("m 1 from web");
    }

    @Test
    void what_is_not_found_is_told_with_how_far_was_searched() {
        answers.add(NOTHING.formatted("true", ""));

        assertThat(run()).isEqualTo(1);

        assertThat(out.toString().strip()).isEqualTo("not found from F to T");
    }

    @Test
    void scripts_get_the_answer_as_it_is() throws Exception {
        answers.add(FOUND);

        assertThat(run("--json")).isZero();

        assertThat(new ObjectMapper().readTree(out.toString())).isEqualTo(new ObjectMapper().readTree(FOUND));
    }
}
