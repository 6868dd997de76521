package dev.centrifuge.tools.admin;

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

class FunnelCommandTest {
    private static final String COUNTS = "\"received\":%d,\"repeated\":0,\"delivered\":%d,\"filtered\":1,\"dead\":0,"
            + "\"lost\":0,\"pending\":2,\"missing\":0";
    private static final String TOTAL = "\"total\":{" + COUNTS.formatted(13, 10) + "}";

    private final StringWriter out = new StringWriter();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private volatile String answer = "";

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
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

    private String run(String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("--admin", "http://127.0.0.1:" + server.getAddress().getPort()));
        arguments.addAll(List.of(options));
        int code = new CommandLine(new FunnelCommand())
                .setOut(new PrintWriter(out))
                .execute(arguments.toArray(String[]::new));
        assertThat(code).isZero();
        return out.toString();
    }

    @Test
    void prints_a_line_for_each_and_all() {
        answer = "{\"at\":\"T\"," + TOTAL + ",\"rows\":[{\"removed\":true," + COUNTS.formatted(4, 1)
                + "},{\"destination\":\"crm\",\"source\":\"web\"," + COUNTS.formatted(9, 6)
                + "}],\"next\":\"crm/web\"}";
        assertThat(run("--by", "pair").lines())
                .containsExactly(
                        "legs of    received  delivered  filtered  dead  pending  lost  missing",
                        "(removed)         4          1         1     0        2     0        0",
                        "web > crm         9          6         1     0        2     0        0",
                        "all              13         10         1     0        2     0        0",
                        "and more: ask for one of them, or use the API");
        assertThat(asked).containsExactly("/v1/funnel?by=pair");
    }

    @Test
    void prints_how_it_came_to_be() {
        answer = "{\"at\":\"T\"," + TOTAL + ",\"rows\":[],\"over\":[{\"at\":\"2026-01-31T10:00:00Z\",\"received\":5,"
                + "\"delivered\":4,\"filtered\":0,\"dead\":0,\"lost\":0,\"pending\":1}]}";
        assertThat(run("--over", "10m", "--destination", "crm").lines())
                .containsExactly(
                        "                  at  received  delivered  filtered  dead  pending  lost  missing",
                        "2026-01-31T10:00:00Z         5          4         0     0        1     0        -");
        assertThat(asked).containsExactly("/v1/funnel?by=destination&destination=crm&over=10m");
    }

    @Test
    void says_which_partitions_are_not_of_the_node_that_was_asked() {
        answer = "{\"at\":\"T\",\"partitions\":{\"here\":2,\"elsewhere\":1,\"unknown\":1,\"checkpointAt\":\"T1\"},"
                + TOTAL + ",\"rows\":[]}";
        assertThat(run().lines())
                .endsWith(
                        "2 partitions as they are; 1 that this node does not read as of their last checkpoint, T1",
                        "1 partitions are not counted: nothing is known of them yet");
    }

    @Test
    void json_is_the_answer() {
        answer = "{\"at\":\"T\"," + TOTAL + ",\"rows\":[]}";
        assertThat(run("--json")).contains("\"received\" : 13");
    }
}
