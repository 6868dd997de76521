package dev.centrifuge.ingest.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.event.Event;
import dev.centrifuge.ingest.access.KeyReader;
import dev.centrifuge.ingest.access.Source;
import dev.centrifuge.ingest.access.Sources;
import dev.centrifuge.ingest.intake.EventIds;
import dev.centrifuge.ingest.intake.Intake;
import dev.centrifuge.ingest.intake.Limits;
import dev.centrifuge.ingest.intake.ReceivedAt;
import dev.centrifuge.ingest.intake.Refusal;
import dev.centrifuge.ingest.json.JsonWriter;
import dev.centrifuge.ingest.json.Trees;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a tracking call becomes. */
class SegmentIntakeTest {

    private static final long NOW = 1_700_000_000_123L;
    private static final String[] TIMES = {
        "2023-11-14T22:00:00.000Z", "2023-11-14T23:13:20.5+01:00", "2023-11-14T22:13:19Z", "yesterday", "", "2023-11-14"
    };

    private final Limits limits = Limits.of(IngestConfig.defaults());
    private final EventIds ids = new EventIds(new SplittableRandom(1));
    private final BatchIntake batches = new BatchIntake(limits, ids);
    private final SingleIntake singles = new SingleIntake(limits, ids);
    private final Source source = source();

    private static Source source() {
        SourceConfig web = new SourceConfig("web", List.of(new Secret("k")), true, List.of(), null, List.of());
        Source found = new KeyReader().key(new byte[] {'k'}, Sources.of(Map.of("web", web), null, 0));
        assertThat(found).isNotNull();
        return found;
    }

    private Intake.Result take(Intake intake, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Refusal refusal = intake.read(bytes, 0, bytes.length);
        return refusal != null ? refusal : intake.compose(source, new ReceivedAt().set(NOW), null);
    }

    private Event only(Intake intake, String body) {
        Intake.Result result = take(intake, body);
        assertThat(result).isInstanceOf(Intake.Accepted.class);
        assertThat(((Intake.Accepted) result).events()).hasSize(1);
        return ((Intake.Accepted) result).events().get(0);
    }

    private String body(Intake intake, String body) {
        return new String(only(intake, body).body(), StandardCharsets.UTF_8);
    }

    @Test
    void the_timestamp_is_corrected_by_the_clients_own_clock() {
        String now = "\"receivedAt\":\"2023-11-14T22:13:20.123Z\"";
        assertThat(body(
                        batches,
                        "{\"sentAt\":\"2020-01-01T00:00:10Z\",\"batch\":[{\"messageId\":\"m\",\"type\":\"page\","
                                + "\"userId\":\"u\",\"timestamp\":\"2020-01-01T00:00:00Z\"}]}"))
                .isEqualTo("{" + now + ",\"originalTimestamp\":\"2020-01-01T00:00:00Z\",\"messageId\":\"m\","
                        + "\"type\":\"page\",\"userId\":\"u\",\"timestamp\":\"2023-11-14T22:13:10.123Z\"}");
    }

    @Test
    void a_write_key_is_taken_out_wherever_it_stands_and_however_it_is_written() {
        String rest = "\"userId\":\"u\",\"messageId\":\"m\",\"type\":\"page\",\"timestamp\":1";
        String expected = "{\"receivedAt\":\"2023-11-14T22:13:20.123Z\"," + rest + "}";
        SingleIntake page = singles.of(Call.PAGE);
        assertThat(body(page, "{\"writeKey\":\"k\"," + rest + "}")).isEqualTo(expected);
        assertThat(body(page, "{" + rest + ",\"writeKey\":\"k\"}")).isEqualTo(expected);
        assertThat(body(page, "{" + rest + ",\"write\\u004bey\":\"k\"}")).isEqualTo(expected);
    }

    @Test
    void integrations_travel_in_the_envelope_only_where_they_limit_something() {
        String page = "{\"type\":\"page\",\"userId\":\"u\",\"integrations\":%s}";
        for (String free : List.of("{}", "{ }", "null", "[]", "{\"A\":true}", "{\"A\":{\"B\":false}}")) {
            assertThat(only(singles.of(null), page.formatted(free)).envelope().integrations())
                    .as(free)
                    .isNull();
        }
        for (String limited : List.of("{\"A\":false}", "{\"All\":false,\"A\":true}", "{\"\\u0041ll\":true}")) {
            assertThat(only(singles.of(null), page.formatted(limited))
                            .envelope()
                            .integrations())
                    .isEqualTo(limited);
        }
        String merged = "{\"integrations\":{\"All\":false},\"batch\":[" + page.formatted("{\"A\":true}") + "]}";
        assertThat(only(batches, merged).envelope().integrations()).isEqualTo("{\"All\":false,\"A\":true}");
        String huge = page.formatted("{\"All\":false,\"A\":\"" + "x".repeat(9000) + "\"}");
        assertThat(take(singles.of(null), huge)).isInstanceOf(Refusal.class);
    }

    @Test
    void an_id_is_made_where_there_is_none_and_no_two_are_the_same() {
        List<String> made = new ArrayList<>();
        for (String none : List.of("", ",\"messageId\":\"\"", ",\"messageId\":null")) {
            Event event = only(singles.of(Call.PAGE), "{\"userId\":\"u\"" + none + "}");
            assertThat(event.envelope().id()).matches("018bcfe5-687b-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
            assertThat(BatchOracle.parse(new String(event.body(), StandardCharsets.UTF_8))
                            .path("messageId")
                            .textValue())
                    .isEqualTo(event.envelope().id());
            made.add(event.envelope().id());
        }
        assertThat(made).doesNotHaveDuplicates();
    }

    @Test
    void an_id_has_at_most_a_hundred_characters() {
        String page = "{\"userId\":\"u\",\"messageId\":\"%s\"}";
        assertThat(only(singles.of(Call.PAGE), page.formatted("é".repeat(100)))
                        .envelope()
                        .id())
                .hasSize(100);
        assertThat(take(singles.of(Call.PAGE), page.formatted("x".repeat(101)))).isInstanceOf(Refusal.class);
    }

    @Test
    void a_shared_context_is_refused_when_it_says_a_thing_twice_or_too_many() {
        String item = "\"batch\":[{\"type\":\"page\",\"userId\":\"u\"}]";
        assertThat(take(batches, "{\"context\":{\"a\":1,\"\\u0061\":2}," + item + "}"))
                .isInstanceOf(Refusal.class);
        StringBuilder many = new StringBuilder("{\"context\":{\"a\":1");
        for (int i = 0; i < 512; i++) {
            many.append(",\"k").append(i).append("\":1");
        }
        assertThat(take(batches, many + "}," + item + "}")).isInstanceOf(Refusal.class);
        assertThat(take(batches, "{\"context\":7," + item + "}")).isInstanceOf(Refusal.class);
        assertThat(take(batches, "{\"sentAt\":1,\"sentAt\":2," + item + "}")).isInstanceOf(Refusal.class);
    }

    @RepeatedTest(20)
    void a_batch_becomes_what_the_protocol_says() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            String text = new JsonWriter(random).write(batch(random));
            check("seed " + seed + ": " + text, Trees.read(text), take(batches, text));
        }
    }

    private void check(String what, JsonNode batch, Intake.Result result) {
        BatchOracle oracle = new BatchOracle(batch, NOW);
        List<JsonNode> valid = new ArrayList<>();
        batch.path("batch").forEach(item -> {
            if (BatchOracle.valid(item)) {
                valid.add(item);
            }
        });
        if (valid.isEmpty()) {
            assertThat(result).as(what).isInstanceOf(Refusal.class);
            return;
        }
        assertThat(result).as(what).isInstanceOf(Intake.Accepted.class);
        Intake.Accepted accepted = (Intake.Accepted) result;
        assertThat(accepted.events()).as(what).hasSameSizeAs(valid);
        assertThat(accepted.rejected()).as(what).hasSize(batch.path("batch").size() - valid.size());
        for (int i = 0; i < valid.size(); i++) {
            Event event = accepted.events().get(i);
            JsonNode item = valid.get(i);
            assertThat(BatchOracle.parse(new String(event.body(), StandardCharsets.UTF_8)))
                    .as(what)
                    .isEqualTo(oracle.stored(item, event.envelope().id()));
            assertThat(event.envelope().type()).isEqualTo(item.path("type").textValue());
            assertThat(new String(event.key(), StandardCharsets.UTF_8))
                    .as(what)
                    .isEqualTo("web:" + BatchOracle.user(item));
            String id = item.path("messageId").asText("");
            assertThat(event.envelope().id())
                    .as(what)
                    .satisfies(got -> assertThat(id.isEmpty() || id.equals(got)).isTrue());
        }
    }

    private static ObjectNode batch(Random random) {
        ObjectNode batch = Trees.MAPPER.createObjectNode();
        ArrayNode items = Trees.MAPPER.createArrayNode();
        for (int i = random.nextInt(4) + 1; i > 0; i--) {
            items.add(random.nextInt(12) == 0 ? Trees.value(random, 1) : item(random));
        }
        boolean first = random.nextBoolean();
        if (first) {
            batch.set("batch", items);
        }
        some(random, 3, () -> batch.put("sentAt", TIMES[random.nextInt(TIMES.length)]));
        some(random, 2, () -> batch.set("context", Trees.object(random, 2)));
        some(random, 3, () -> batch.set("integrations", Trees.object(random, 1)));
        some(random, 3, () -> batch.put("writeKey", "k"));
        some(random, 3, () -> batch.set("more", Trees.value(random, 2)));
        if (!first) {
            batch.set("batch", items);
        }
        return batch;
    }

    private static ObjectNode item(Random random) {
        ObjectNode item = Trees.MAPPER.createObjectNode();
        List<Runnable> members = new ArrayList<>(List.of(
                () -> item.put("type", Call.values()[random.nextInt(6)].word()),
                () -> item.put("event", "Order " + Trees.text(random)),
                () -> item.put("userId", "u" + Trees.text(random)),
                () -> item.put("messageId", "m" + random.nextInt(1000))));
        if (random.nextInt(3) == 0) {
            item.set(
                    pick(random, "type", "userId", "event", "messageId", "integrations", "groupId"),
                    Trees.value(random, 1));
            members.remove(random.nextInt(members.size()));
        }
        members.add(() -> some(random, 2, () -> item.put("anonymousId", random.nextInt(100))));
        members.add(() -> some(random, 1, () -> item.put("groupId", "g").put("previousId", "p")));
        members.add(() -> some(random, 2, () -> item.put("timestamp", TIMES[random.nextInt(TIMES.length)])));
        members.add(() -> some(random, 4, () -> item.putNull("timestamp")));
        members.add(() -> some(random, 4, () -> item.put("originalTimestamp", TIMES[random.nextInt(TIMES.length)])));
        members.add(() -> some(random, 4, () -> item.put("sentAt", TIMES[random.nextInt(TIMES.length)])));
        members.add(() -> some(random, 4, () -> item.put("receivedAt", "client's")));
        members.add(() -> some(random, 4, () -> item.put("writeKey", "k")));
        members.add(() -> some(random, 2, () -> item.set("context", Trees.object(random, 2))));
        members.add(() -> some(random, 3, () -> item.set("integrations", Trees.object(random, 1))));
        members.add(() -> some(random, 2, () -> item.set("properties", Trees.value(random, 3))));
        java.util.Collections.shuffle(members, random);
        members.forEach(Runnable::run);
        return item;
    }

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private static void some(Random random, int of, Runnable action) {
        if (random.nextInt(of) == 0) {
            action.run();
        }
    }
}
