package dev.centrifuge.tools.admin;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FunnelCommandTest {
    private static final String COUNTS = "\"received\":%d,\"repeated\":0,\"delivered\":%d,\"filtered\":1,\"dead\":0,"
            + "\"lost\":0,\"pending\":2,\"missing\":0";
    private static final String TOTAL = "\"total\":{" + COUNTS.formatted(13, 10) + "}";

    private final CommandRun commands = new CommandRun();
    private FakeAdmin admin;

    @BeforeEach
    void start() throws Exception {
        admin = new FakeAdmin();
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private String run(String... options) {
        assertThat(commands.run(admin.url(), new FunnelCommand(), options)).isZero();
        return commands.out();
    }

    @Test
    void prints_a_line_for_each_and_all() {
        admin.answer("{\"at\":\"T\"," + TOTAL + ",\"rows\":[{\"removed\":true," + COUNTS.formatted(4, 1)
                + "},{\"destination\":\"crm\",\"source\":\"web\"," + COUNTS.formatted(9, 6)
                + "}],\"next\":\"crm/web\"}");
        assertThat(run("--by", "pair").lines())
                .containsExactly(
                        "legs of    received  delivered  filtered  dead  pending  lost  missing",
                        "(removed)         4          1         1     0        2     0        0",
                        "web > crm         9          6         1     0        2     0        0",
                        "all              13         10         1     0        2     0        0",
                        "and more: ask for one of them, or use the API");
        assertThat(admin.asked).containsExactly("GET /v1/funnel?by=pair");
    }

    @Test
    void prints_how_it_came_to_be() {
        admin.answer(
                "{\"at\":\"T\"," + TOTAL + ",\"rows\":[],\"over\":[{\"at\":\"2026-01-31T10:00:00Z\",\"received\":5,"
                        + "\"delivered\":4,\"filtered\":0,\"dead\":0,\"lost\":0,\"pending\":1}]}");
        assertThat(run("--over", "10m", "--destination", "crm").lines())
                .containsExactly(
                        "                  at  received  delivered  filtered  dead  pending  lost  missing",
                        "2026-01-31T10:00:00Z         5          4         0     0        1     0        -");
        assertThat(admin.asked).containsExactly("GET /v1/funnel?by=destination&destination=crm&over=10m");
    }

    @Test
    void says_which_partitions_are_not_of_the_node_that_was_asked() {
        admin.answer("{\"at\":\"T\",\"partitions\":{\"here\":2,\"elsewhere\":1,\"unknown\":1,\"checkpointAt\":\"T1\"},"
                + TOTAL + ",\"rows\":[]}");
        assertThat(run().lines())
                .endsWith(
                        "2 partitions as they are; 1 that this node does not read as of their last checkpoint, T1",
                        "1 partitions are not counted: nothing is known of them yet");
    }

    @Test
    void json_is_the_answer() {
        admin.answer("{\"at\":\"T\"," + TOTAL + ",\"rows\":[]}");
        assertThat(run("--json")).contains("\"received\" : 13");
    }
}
