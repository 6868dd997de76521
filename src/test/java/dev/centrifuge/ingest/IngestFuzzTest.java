package dev.centrifuge.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.SchemaConfig;
import dev.centrifuge.config.schema.EventSchema;
import dev.centrifuge.config.schema.InvalidSchema;
import dev.centrifuge.event.Event;
import dev.centrifuge.ingest.json.JsonWriter;
import dev.centrifuge.ingest.json.Trees;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever comes in gets an answer of the contract, never a failure; and what is stored is JSON. */
class IngestFuzzTest {

    private static final int REQUESTS = 1500;
    private static final String[] PATHS = {
        "/v1/track",
        "/v1/t/",
        "/v1/batch",
        "/v1/import/",
        "/v1/events",
        "/v1/identify",
        "/v1/m",
        "/v1/alias",
        "/v1/none"
    };
    private static final String[] TYPES = {
        "application/json",
        "text/plain",
        "application/cloudevents+json",
        "application/cloudevents-batch+json",
        "application/json;charset=utf-8",
        "text/xml",
        ";;;",
        "application/x-www-form-urlencoded",
        "a/b; charset=\""
    };
    private static final String[] SEEDS = {
        "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\",\"timestamp\":\"2020-01-01T00:00:00.000Z\","
                + "\"sentAt\":\"2020-01-01T00:00:00Z\",\"integrations\":{\"All\":false},\"context\":{\"a\":1}}",
        "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\",\"context\":{\"a\":1},\"writeKey\":\"k\"},{\"type\":\"identify\","
                + "\"anonymousId\":\"a\"}],\"context\":{\"a\":2,\"b\":3},\"integrations\":{\"X\":false},\"sentAt\":\"2020-01-01T00:00:00Z\"}",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"a\":[1,2]},\"time\":\"2020-01-01T00:00:00Z\"}",
        "[{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data_base64\":\"AAAA\"}]"
    };

    /** What most of the seeds match, whatever happens to them. */
    private static final String SCHEMA = "{\"properties\":{\"context\":{\"type\":[\"object\",\"null\"],"
            + "\"patternProperties\":{\"^(a+)+$\":{\"multipleOf\":0.5}}},\"data\":{\"maxProperties\":50}}}";

    @Test
    void no_input_fails_the_gateway() {
        fuzz(new IngestServer());
    }

    @Test
    void no_input_fails_a_source_with_a_schema() throws InvalidSchema {
        SchemaConfig schema = new SchemaConfig(null, null, EventSchema.compile(SCHEMA));
        fuzz(new IngestServer(
                IngestConfig.defaults(),
                Map.of("web", IngestServer.source("web", IngestServer.KEY, true, null, schema))));
    }

    private static void fuzz(IngestServer fuzzed) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (IngestServer server = fuzzed) {
            for (int i = 0; i < REQUESTS; i++) {
                byte[] body = body(random);
                String[] headers = headers(random);
                HttpResponse<String> answer = server.post(pick(random, PATHS), body, headers);
                assertThat(answer.statusCode())
                        .as("seed %d, request %d: %s", seed, i, new String(body, StandardCharsets.UTF_8))
                        .isIn(200, 400, 404, 413, 415);
                JsonNode said = Trees.read(answer.body());
                assertThat(said).as("seed %d: %s", seed, answer.body()).isNotNull();
            }
            for (Event event : server.log.events) {
                String stored = IngestServer.text(event);
                assertThat(isJson(stored)).as("seed %d: %s", seed, stored).isTrue();
                assertThat(event.envelope().id().length()).isBetween(1, 100);
            }
            assertThat(server.log.events).hasSizeGreaterThan(REQUESTS / 50);
            assertThat(server.ingest.inFlightBytes()).isZero();
        }
    }

    /** By Jackson, token by token: a tree would refuse duplicates, and those below the top level are the sender's own. */
    private static boolean isJson(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            while (parser.nextToken() != null) {
                // each token is checked by being read
            }
            return true;
        } catch (IOException malformed) {
            return false;
        }
    }

    private static byte[] body(Random random) {
        String text = switch (random.nextInt(4)) {
            case 0 -> new JsonWriter(random).write(Trees.value(random, 5));
            case 1 -> new JsonWriter(random).write(Trees.read(pick(random, SEEDS)));
            default -> pick(random, SEEDS);
        };
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int n = random.nextInt(3); n > 0 && bytes.length > 0; n--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256) : bytes[random.nextInt(bytes.length)];
        }
        return bytes;
    }

    private static String[] headers(Random random) {
        List<String> headers = new ArrayList<>();
        if (random.nextInt(4) != 0) {
            headers.addAll(List.of("content-type", pick(random, TYPES)));
        }
        if (random.nextInt(20) == 0) {
            headers.addAll(List.of("content-encoding", pick(random, "gzip", "identity", "br", "")));
        }
        if (random.nextInt(6) == 0) {
            headers.addAll(
                    List.of("ce-specversion", "1.0", "ce-id", Trees.text(random).replaceAll("[^ -~]", "%C3%BC")));
            headers.addAll(List.of("ce-source", "%", "ce-type", "\"t\\", "ce-" + pick(random, "a", "A", "x-y"), "1"));
        }
        if (random.nextInt(6) == 0) {
            headers.addAll(List.of("traceparent", pick(random, "", "00", "x".repeat(55)), "origin", "null"));
        }
        return headers.toArray(String[]::new);
    }

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }
}
