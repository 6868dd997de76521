package dev.centrifuge.process;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Promise 15, on the packaged jar: reloads under load, a fifth of them invalid, lose and double nothing. */
class ReloadIT {
    private static final int RELOADS = Integer.getInteger("reloads", 100);
    private static final String RELOADED = "centrifuge_config_reload_total";

    private final Random random = new Random(7);
    private Scene scene;
    private Conf conf;

    @TempDir
    Path home;

    @BeforeEach
    void configure() throws Exception {
        scene = new Scene();
        conf = Conf.embedded(home)
                .destination("sink", scene.sink.url("/"))
                .destination("other", scene.sink.url("/other"))
                .write();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void reloads_loseAndDoubleNothing() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(home, "-Dcentrifuge.watch.millis=20")) {
            scene.ledger.pause(Duration.ofMillis(20));
            try (Ledger.Run load = scene.ledger.run(gateway.ingest(), 3, 10)) {
                for (int i = 0; i < RELOADS; i++) {
                    boolean valid = i % 5 != 4;
                    conf.write("sink", valid ? changed(i) : i % 2 == 0 ? halfWritten() : misspelt());
                    awaitCounted(gateway, i + 1);
                }
            }
            assertThat(gateway.metric("centrifuge_check_ok", "check=\"configuration\""))
                    .as("the last one is refused")
                    .containsExactly(0.0);
            assertThat(gateway.metric("centrifuge_ready", "")).containsExactly(1.0);
            assertThat(gateway.metric(RELOADED, "result=\"refused\"")).containsExactly(RELOADS / 5.0);
            assertThat(gateway.metric(RELOADED, "result=\"applied\"")).containsExactly(RELOADS * 4 / 5.0);
            scene.awaitAll("/", Scene.PATIENCE);
            scene.awaitAll("/other", Scene.PATIENCE);
            assertThat(gateway.terminate()).isZero();
        }
        System.out.printf(
                "%d reloads: acknowledged %d, refused %d, lost %d, doubled %d%n",
                RELOADS,
                scene.ledger.acknowledged().size(),
                scene.ledger.unknown(),
                scene.missing("/").size() + scene.missing("/other").size(),
                scene.doubled());
        assertThat(scene.ledger.acknowledged()).hasSizeGreaterThan(50 * RELOADS);
        assertThat(scene.ledger.unknown()).as("not answered 200").isZero();
        assertThat(scene.doubled()).isZero();
    }

    private static void awaitCounted(GatewayProcess gateway, int reloads) {
        await().atMost(Scene.PATIENCE).pollInterval(Duration.ofMillis(30)).until(() -> {
            double counted = 0;
            for (double result : gateway.metric(RELOADED, "")) {
                counted += result;
            }
            return counted >= reloads;
        });
    }

    /** Something that the running destination must take up: its limits, its connections, its headers. */
    private String changed(int i) {
        return conf.destination("sink")
                .copy()
                .put("timeout", (5_000 + i) + "ms")
                .put("concurrency", new JsonObject().put("max", 1 + random.nextInt(64)))
                .put("headers", new JsonObject().put("x-reload", Integer.toString(i)))
                .put("sources", random.nextBoolean() ? new JsonArray().add("*") : new JsonArray().add("web"))
                .encode();
    }

    private String halfWritten() {
        String whole = changed(RELOADS);
        return whole.substring(0, 1 + random.nextInt(whole.length() - 1));
    }

    private String misspelt() {
        return conf.destination("sink")
                .copy()
                .put("timeuot", random.nextInt(1_000) + "ms")
                .encode();
    }
}
