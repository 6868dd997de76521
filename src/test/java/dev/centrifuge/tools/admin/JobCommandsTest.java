package dev.centrifuge.tools.admin;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code dead} and {@code replay} ask for, and what they print of the answer. */
class JobCommandsTest {
    private static final String JOB = "{\"id\":\"rp1\",\"kind\":\"replay\",\"state\":\"%s\",\"destination\":\"crm\","
            + "\"createdAt\":\"T\",\"progress\":{\"copied\":%d,\"skipped\":1,\"share\":%s}}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Deque<String> answers = new ArrayDeque<>();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            byte[] answer = answers.removeFirst().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.length > 2 ? 200 : 404, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int run(Object command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--admin", "http://127.0.0.1:" + server.getAddress().getPort()));
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void replay_startsOne_withAndWithoutTheWord() {
        answers.add(JOB.formatted("waiting", 0, "0.0"));
        answers.add(JOB.formatted("waiting", 0, "0.0"));
        assertThat(run(new ReplayCommand(), "--destination", "crm", "--since", "2h", "--rate", "50"))
                .isZero();
        assertThat(run(new ReplayCommand(), "start", "--destination", "crm", "--filter", ".a"))
                .isZero();
        assertThat(asked)
                .containsExactly(
                        "POST /v1/replays {\"destination\":\"crm\",\"since\":\"2h\",\"rate\":50.0}",
                        "POST /v1/replays {\"destination\":\"crm\",\"filter\":\".a\"}");
        assertThat(out.toString()).contains("rp1");
    }

    @Test
    void replay_waitsForTheEnd() {
        answers.add(JOB.formatted("waiting", 0, "0.0"));
        answers.add(JOB.formatted("running", 3, "0.3"));
        answers.add(JOB.formatted("done", 9, "1.0"));
        assertThat(run(new ReplayCommand(), "--destination", "crm", "--wait")).isZero();
        assertThat(asked.subList(1, 3)).containsExactly("GET /v1/replays/rp1 ", "GET /v1/replays/rp1 ");
        assertThat(out.toString()).contains("done").contains("9");
    }

    @Test
    void replay_thatFailed_isAFailure() {
        answers.add(JOB.formatted("failed", 3, "0.3"));
        assertThat(run(new ReplayCommand(), "--destination", "crm", "--wait")).isEqualTo(1);
    }

    @Test
    void replay_withoutADestination_isWrongUsage() {
        assertThat(run(new ReplayCommand())).isEqualTo(2);
        assertThat(err.toString()).contains("--destination is missing; or say list, show or cancel");
        assertThat(asked).isEmpty();
    }

    @Test
    void jobs_areListed_shownAndCancelled() {
        answers.add("{\"items\":[" + JOB.formatted("running", 12, "0.421") + "]}");
        answers.add(JOB.formatted("running", 12, "0.421"));
        answers.add(JOB.formatted("cancelled", 12, "0.421"));
        assertThat(run(new ReplayCommand(), "list")).isZero();
        assertThat(out.toString().lines().toList().get(1))
                .isEqualTo("rp1  replay  running  crm              12        1   42 %  T");
        assertThat(run(new ReplayCommand(), "show", "rp1")).isZero();
        assertThat(run(new ReplayCommand(), "cancel", "rp1")).isZero();
        assertThat(asked.get(1)).isEqualTo("GET /v1/replays/rp1 ");
        assertThat(asked.get(2)).isEqualTo("DELETE /v1/replays/rp1 ");
    }

    @Test
    void letters_areListedByFilters() {
        answers.add("{\"items\":[{\"id\":\"0-7\",\"at\":\"T\",\"destination\":\"crm\",\"reason\":\"ttl\","
                + "\"attempts\":4,\"redriven\":{\"job\":\"rd1\"}}],\"next\":\"abc\",\"searched\":{\"from\":\"F\"}}");
        assertThat(run(new DeadCommand(), "list", "--destination", "crm", "--text", "a b", "--limit", "1"))
                .isZero();
        assertThat(asked).containsExactly("GET /v1/dead?destination=crm&text=a%20b&limit=1 ");
        assertThat(out.toString().lines().toList())
                .element(1)
                .asString()
                .startsWith("0-7  T   crm")
                .contains("ttl", "4", "rd1");
        assertThat(out.toString()).contains("searched back to F; for more: --cursor abc");
    }

    @Test
    void letter_isShown_withoutWhatATerminalWouldObey() {
        answers.add("{\"id\":\"0-7\",\"reason\":\"ttl\",\"answer\":\"\\u001b[2Jgone\",\"payload\":{\"a\":1}}");
        assertThat(run(new DeadCommand(), "show", "0-7")).isZero();
        assertThat(asked).containsExactly("GET /v1/dead/0-7 ");
        assertThat(out.toString()).contains("reason: ttl").contains("\"a\" : 1").doesNotContain("\u001b");
    }

    @Test
    void redrive_needsToBeToldWhich() {
        assertThat(run(new DeadCommand(), "redrive")).isEqualTo(2);
        assertThat(run(new DeadCommand(), "redrive", "0-1", "--all")).isEqualTo(2);
        assertThat(err.toString()).contains("say which letters: by their ids, by filters, or all of them by --all");
        assertThat(asked).isEmpty();
    }

    @Test
    void redrive_countsFirst_whereThatIsAsked() {
        answers.add("{\"matched\":9,\"skipped\":0,\"scanned\":16,\"complete\":true}");
        answers.add(JOB.formatted("waiting", 0, "0.0"));
        assertThat(run(new DeadCommand(), "redrive", "--destination", "crm", "--dry-run"))
                .isZero();
        assertThat(out.toString()).contains("9");
        assertThat(run(new DeadCommand(), "redrive", "0-1", "0-2")).isZero();
        assertThat(asked)
                .containsExactly(
                        "POST /v1/dead/redrive {\"destination\":\"crm\",\"dryRun\":true}",
                        "POST /v1/dead/redrive {\"ids\":[\"0-1\",\"0-2\"]}");
    }

    @Test
    void answers_areJson_forScripts() {
        answers.add("{\"items\":[]}");
        assertThat(run(new DeadCommand(), "list", "--json")).isZero();
        assertThat(out.toString().strip()).isEqualTo("{\n  \"items\" : [ ]\n}");
    }
}
