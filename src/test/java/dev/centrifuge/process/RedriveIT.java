package dev.centrifuge.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.centrifuge.fault.Failpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * On the packaged jar: a redrive and a replay that are killed half-way go on, lose nothing, and copy each leg once; what
 * arrives twice is bounded by what was in flight and delivered since the last checkpoint. Who asked for it is on record.
 */
class RedriveIT {
    private static final int EVENTS = 1_000;
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration CHECKPOINT = Duration.ofMillis(200);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> story = new ArrayList<>();
    private Scene scene;
    private Conf conf;
    private long allowed;

    @TempDir
    Path home;

    @BeforeEach
    void configure() throws Exception {
        scene = new Scene(Map.of("/crm", "bad"));
        conf = Conf.embedded(home).destination("crm", scene.sink.url("/crm")).write();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return JSON.readTree(
                HTTP.send(request.build(), BodyHandlers.ofByteArray()).body());
    }

    private static JsonNode get(GatewayProcess gateway, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(gateway.admin() + path)));
    }

    private static JsonNode post(GatewayProcess gateway, String path, String body)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(gateway.admin() + path))
                .header("content-type", "application/json")
                .header("x-centrifuge-operator", "ann")
                .POST(BodyPublishers.ofString(body)));
    }

    private static long copied(GatewayProcess gateway, String job) throws IOException, InterruptedException {
        return get(gateway, "/v1/replays/" + job).at("/progress/copied").asLong();
    }

    private static boolean over(GatewayProcess gateway, String job) throws IOException, InterruptedException {
        return get(gateway, "/v1/replays/" + job).path("state").asText().equals("done");
    }

    @Test
    void a_redrive_and_a_replay_that_are_killed_lose_nothing_and_copy_nothing_twice() throws Exception {
        String redrive;
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            for (int i = 0; i < EVENTS / 100; i++) {
                assertThat(scene.ledger.post(gateway.ingest(), 100)).isTrue();
            }
            await().atMost(LONG)
                    .until(() -> counted(gateway, "/v1/dead/redrive", "{\"all\":true,\"dryRun\":true}") == EVENTS);
            scene.sink
                    .mode("/crm", "ok")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            scene.sink.clear();
            redrive = post(gateway, "/v1/dead/redrive", "{\"all\":true,\"rate\":150}")
                    .path("id")
                    .asText();
            await().atMost(LONG).until(() -> copied(gateway, redrive) > 100);
            gateway.kill();
            killed("the redrive was killed", gateway);
        }
        dieAt("the redrive died between its copies and their record");
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            await().atMost(LONG).until(() -> over(gateway, redrive));
            scene.awaitAll("/crm", LONG);
            assertThat(get(gateway, "/v1/replays/" + redrive)
                            .at("/progress/copied")
                            .asLong())
                    .isEqualTo(EVENTS);
            assertThat(counted(gateway, "/v1/dead/redrive", "{\"all\":true,\"dryRun\":true}"))
                    .isZero();
            JsonNode funnel = Asked.funnel(gateway).path("total");
            assertThat(funnel.path("repeated").asLong()).as("%s", funnel).isZero();
            assertThat(copies(redrive)).isNotEmpty().doesNotHaveDuplicates();
            arrived("redrive");
            replay(gateway);
        }
        story.forEach(System.out::println);
    }

    /** What was doubled is bounded; the next job begins to count. */
    private void arrived(String job) {
        story.add(job + ": lost " + scene.missing("/crm").size() + ", doubled " + scene.doubled() + " of at most "
                + allowed);
        assertThat(scene.doubled()).as("%s", story).isLessThanOrEqualTo(allowed);
        scene.sink.clear();
        allowed = 0;
    }

    /** @param first where it begins, which is killed */
    private void replay(GatewayProcess first) throws Exception {
        assertThat(counted(first, "/v1/replays", "{\"destination\":\"crm\",\"dryRun\":true}"))
                .isEqualTo(EVENTS);
        String replay = post(first, "/v1/replays", "{\"destination\":\"crm\",\"rate\":150}")
                .path("id")
                .asText();
        await().atMost(LONG).until(() -> copied(first, replay) > 100);
        first.kill();
        killed("the replay was killed", first);
        dieAt("the replay died between its copies and their record");
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            await().atMost(LONG).until(() -> over(gateway, replay));
            scene.awaitAll("/crm", LONG);
            List<String> actions = new ArrayList<>();
            get(gateway, "/v1/audit")
                    .path("items")
                    .forEach(action -> actions.add(action.path("action").asText() + " by "
                            + action.path("who").asText() + ": "
                            + action.at("/details/job").asText()));
            assertThat(actions)
                    .containsExactly(
                            "replay by ann from 127.0.0.1: " + replay,
                            "redrive by ann from 127.0.0.1: "
                                    + get(gateway, "/v1/replays")
                                            .at("/items/1/id")
                                            .asText());
            assertThat(copied(gateway, replay)).isEqualTo(EVENTS);
            assertThat(copies(replay)).isNotEmpty().doesNotHaveDuplicates();
            assertThat(gateway.terminate()).isZero();
        }
        arrived("replay");
    }

    private static long counted(GatewayProcess gateway, String path, String body)
            throws IOException, InterruptedException {
        return post(gateway, path, body).path("matched").asLong(-1);
    }

    private void killed(String how, GatewayProcess gateway) {
        long bound = scene.mayDouble(gateway.endedAt(), CHECKPOINT);
        allowed += bound;
        story.add(how + ": may double " + bound);
    }

    private void dieAt(String how) throws Exception {
        String armed = "-D" + Failpoint.PROPERTY + "=" + Failpoint.JOB_COPIES_WRITTEN + ":3";
        try (GatewayProcess gateway = GatewayProcess.start(home, armed)) {
            await("%s is passed".formatted(Failpoint.JOB_COPIES_WRITTEN))
                    .atMost(LONG)
                    .until(() -> !gateway.isAlive());
            killed(how, gateway);
        }
    }

    /**
     * From where a job's legs were copied, by partition and offset; of a gateway that runs. Of what was delivered, some may be
     * trimmed by now.
     */
    private List<String> copies(String job) {
        List<String> copies = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", conf.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor("centrifuge.replay").stream()
                    .map(partition -> new TopicPartition("centrifuge.replay", partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    Map<String, String> headers = new HashMap<>();
                    for (Header header : record.headers()) {
                        headers.put(header.key(), new String(header.value()));
                    }
                    if (job.equals(headers.get("replay"))) {
                        copies.add(record.partition() + "-" + headers.get("copied"));
                    }
                }
            }
        }
        return copies;
    }
}
