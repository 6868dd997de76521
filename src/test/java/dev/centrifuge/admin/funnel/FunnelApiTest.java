package dev.centrifuge.admin.funnel;

import dev.centrifuge.admin.AdminFixture;
import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Funnel;
import dev.centrifuge.flow.count.Group;
import dev.centrifuge.flow.count.Group.Share;
import dev.centrifuge.flow.count.History;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.tools.bench.child.FunnelBalance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FunnelApiTest {
    private final History history = new History();
    private Group group = Group.unknown(4);
    private AdminFixture admin;

    @BeforeEach
    void open() throws Exception {
        admin = new AdminFixture(new FunnelApi(() -> group, history, () -> Set.of("web", "idle")));
    }

    @AfterEach
    void close() throws Exception {
        admin.close();
    }

    private void count(long at, long delivered) {
        Funnel.Builder builder = new Funnel.Builder();
        builder.add(
                null,
                List.of(
                        new Row(Pair.events("web"), new Counts(12, 10, 2, 0, 0, 0, 0)),
                        new Row(new Pair("web", "crm"), new Counts(10, delivered, 1, 1, 0, 0, 0)),
                        new Row(new Pair("web", "erp"), new Counts(10, 10, 0, 0, 0, 0, 0)),
                        new Row(Pair.REMOVED, new Counts(3, 2, 1, 0, 0, 0, 0))),
                List.of());
        Funnel funnel = builder.build(at);
        group = Group.alone(new Share(Set.of(0, 1), funnel), 2);
        history.add(funnel);
    }

    @Test
    void funnel_says_what_became_of_legs_by_what_is_asked() throws Exception {
        count(1_000, 5);
        var answer = admin.get("/v1/funnel").body();
        assertThat(answer.path("at").asText()).isEqualTo("1970-01-01T00:00:01Z");
        assertThat(answer.path("total"))
                .hasToString(
                        "{\"received\":23,\"replayed\":0,\"repeated\":0,\"delivered\":17,\"filtered\":2,\"dead\":1,\"lost\":0,"
                                + "\"pending\":3,\"missing\":0}");
        assertThat(answer.path("rows").get(0).path("removed").asBoolean()).isTrue();
        assertThat(answer.path("rows").get(1).path("destination").asText()).isEqualTo("crm");
        assertThat(answer.path("rows").get(1).path("pending").asLong()).isEqualTo(3);
        assertThat(answer.has("over")).isFalse();
        assertThat(answer.has("next")).isFalse();

        var pairs = admin.get("/v1/funnel?by=pair&destination=erp").body().path("rows");
        assertThat(pairs).hasSize(1);
        assertThat(pairs.get(0).path("source").asText()).isEqualTo("web");
        var sources = admin.get("/v1/funnel?by=source&source=web").body().path("rows");
        assertThat(sources.get(0).path("received").asLong()).isEqualTo(20);
        for (String by : List.of("destination", "source", "pair")) {
            assertThat(FunnelBalance.faults(admin.get("/v1/funnel?by=" + by).body()))
                    .as(by)
                    .isEmpty();
        }
    }

    @Test
    void an_answer_says_of_which_partitions_it_is() throws Exception {
        assertThat(admin.get("/v1/funnel").body().path("partitions"))
                .hasToString("{\"here\":0,\"elsewhere\":0,\"unknown\":4}");
        Funnel.Builder builder = new Funnel.Builder();
        builder.add(null, List.of(new Row(new Pair("web", "crm"), new Counts(10, 9, 0, 0, 0, 0, 0))));
        Funnel half = builder.build(5_000);
        group = new Group(half.plus(half), 2, 2, 0, 4_000, Map.of("crm", new Group.Behind(1, 0)));
        for (String path : List.of("/v1/funnel", "/v1/sources")) {
            assertThat(admin.get(path).body().path("partitions"))
                    .hasToString(
                            "{\"here\":2,\"elsewhere\":2,\"unknown\":0,\"checkpointAt\":\"1970-01-01T00:00:04Z\"}");
        }
        var total = admin.get("/v1/funnel").body().path("total");
        assertThat(total.path("received").asLong()).isEqualTo(20);
        assertThat(total.path("pending").asLong()).isEqualTo(2);
    }

    @Test
    void history_is_of_all_or_of_a_destination() throws Exception {
        count(1_000, 5);
        count(2_000, 6);
        assertThat(admin.get("/v1/funnel?over=10m").body().path("over")).hasSize(2);
        assertThat(admin.get("/v1/funnel?over=24h").body().path("over")).hasSize(1);
        var crm = admin.get("/v1/funnel?over=10m&destination=crm").body().path("over");
        assertThat(crm.get(0).path("delivered").asLong()).isEqualTo(6);
        assertThat(admin.get("/v1/funnel?over=10m&destination=erp").body().path("over"))
                .as("nothing moved there")
                .isEmpty();
    }

    @Test
    void sources_are_those_that_are_configured_and_those_that_had_events() throws Exception {
        count(1_000, 5);
        var items = admin.get("/v1/sources").body().path("items");
        assertThat(items).hasSize(2);
        assertThat(items.get(0).path("id").asText()).isEqualTo("idle");
        assertThat(items.get(0).path("events").asLong()).isZero();
        assertThat(items.get(1).path("events").asLong()).isEqualTo(12);
        assertThat(items.get(1).path("deduplicated").asLong()).isEqualTo(2);
        assertThat(items.get(1).path("configured").asBoolean()).isTrue();
        assertThat(items.get(1).path("legs").path("delivered").asLong()).isEqualTo(15);
    }

    @Test
    void long_lists_come_in_pages() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            rows.add(new Row(new Pair("s" + i, "d" + i), new Counts(1, 1, 0, 0, 0, 0, 0)));
        }
        Funnel.Builder builder = new Funnel.Builder();
        builder.add(null, rows);
        group = Group.alone(new Share(Set.of(0), builder.build(1_000)), 1);
        Set<String> seen = new java.util.TreeSet<>();
        String cursor = "";
        int pages = 0;
        do {
            var page = admin.get("/v1/funnel?by=pair&limit=10" + cursor).body();
            page.path("rows").forEach(row -> seen.add(row.path("destination").asText()));
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText().replace("/", "%2F") : "";
            pages++;
        } while (!cursor.isEmpty());
        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(25);
    }

    @Test
    void what_makes_no_sense_is_refused() throws Exception {
        for (String query : List.of("by=user", "over=1h", "limit=0", "cursor=nowhere", "sources=web", "source=web")) {
            assertThat(admin.get("/v1/funnel?" + query).status()).as(query).isEqualTo(400);
        }
    }
}
