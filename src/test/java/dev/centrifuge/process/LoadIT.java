package dev.centrifuge.process;

import dev.centrifuge.embedded.PortPairs;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code load} on the packaged jar, beside a real gateway; and told to stop. */
class LoadIT {
    @TempDir
    Path home;

    @Test
    void realGateway_getsItsDestinationsFromTheLoad_andLosesNothing() throws Exception {
        Path conf = home.resolve("conf");
        Files.createDirectories(conf.resolve("sources"));
        Files.writeString(
                conf.resolve("gateway.json"),
                "{ \"ingest\": { \"port\": 0 }, \"admin\": { \"port\": 0 }, \"topics\": { \"partitions\": 4 },"
                        + " \"kafka\": { \"embedded\": { \"port\": " + PortPairs.take()
                        + ", \"dir\": \"kafka\" } } }");
        Files.writeString(conf.resolve("sources/web.json"), "{ \"writeKeys\": [ \"key\" ] }");
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            Path json = home.resolve("load.json");
            Process load = load(
                    "--url=" + gateway.ingest(),
                    "--write-key=key",
                    "--rate=500",
                    "--batch=5",
                    "--gzip",
                    "--shape=burst:rate=1000,every=2s,for=500ms",
                    "--duration=6s",
                    "--sinks=3",
                    "--mode=2:flaky:ratio=5%",
                    "--mode=3:hang",
                    "--settle=60s",
                    "--conf-out=" + conf,
                    "--json=" + json);
            assertThat(load.waitFor(150, TimeUnit.SECONDS)).isTrue();
            assertThat(load.exitValue()).as(() -> output() + gateway.log()).isZero();
            JsonObject result = new JsonObject(Files.readString(json));
            long accepted = result.getJsonObject("outcome").getLong("accepted");
            assertThat(accepted).isEqualTo(3_750);
            JsonArray destinations = result.getJsonArray("destinations");
            for (int i = 0; i < 2; i++) {
                assertThat(destinations.getJsonObject(i).getLong("arrived")).isEqualTo(accepted);
                assertThat(destinations.getJsonObject(i).getLong("duplicates")).isZero();
            }
            assertThat(destinations.getJsonObject(2).getLong("arrived")).isZero();
        }
    }

    @Test
    void toldToStop_itReports_andExitsWithItsVerdict() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            AtomicInteger taken = new AtomicInteger();
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(request -> {
                        taken.incrementAndGet();
                        request.response().end();
                    })
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            Process load = load("--url=http://127.0.0.1:" + server.actualPort(), "--rate=200", "--duration=1h");
            await().atMost(60, TimeUnit.SECONDS).until(() -> taken.get() > 100);
            load.destroy();
            assertThat(load.waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(load.exitValue()).as(this::output).isZero();
            assertThat(output()).contains("ended early; passed").contains(" accepted, 0 refused");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    private Process load(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                GatewayProcess.JAR.toString(),
                "load"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("load.out").toFile())
                .start();
    }

    private String output() {
        try {
            return Files.readString(home.resolve("load.out"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
