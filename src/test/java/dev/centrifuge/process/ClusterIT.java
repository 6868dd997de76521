package dev.centrifuge.process;

import dev.centrifuge.embedded.BrokerProcess;
import dev.centrifuge.embedded.PortPairs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two gateways on three brokers, under load: a leader is killed, two brokers are frozen so that too few replicas are in sync,
 * and then all five are restarted one after the other, again and again (promise 13; {@code -Dcluster.cycles=50}). Nothing is
 * lost.
 */
@Tag("soak")
class ClusterIT {
    private static final int CYCLES = Integer.getInteger("cluster.cycles", 2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Integer> ports = new ArrayList<>();
    private final BrokerProcess[] brokers = new BrokerProcess[3];
    private final GatewayProcess[] gateways = new GatewayProcess[2];
    private Scene scene;

    @TempDir
    Path home;

    @BeforeEach
    void start() throws Exception {
        scene = new Scene();
        while (ports.size() < brokers.length) {
            ports.add(PortPairs.take());
        }
        List<CompletableFuture<Void>> starting = new ArrayList<>();
        for (int i = 0; i < brokers.length; i++) {
            int node = i;
            starting.add(CompletableFuture.runAsync(() -> boot(node)));
        }
        starting.forEach(CompletableFuture::join);
        for (int i = 0; i < gateways.length; i++) {
            serve(i);
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (GatewayProcess gateway : gateways) {
            if (gateway != null) {
                gateway.close();
            }
        }
        for (BrokerProcess broker : brokers) {
            if (broker != null) {
                broker.close();
            }
        }
        scene.close();
    }

    private void boot(int node) {
        try {
            brokers[node] = BrokerProcess.cluster(node, ports, home.resolve("broker" + node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(int node) throws IOException {
        Path place = home.resolve("gateway" + node);
        Conf.cluster(place, ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")))
                .node("node" + node)
                .replication(3)
                .destination("sink", scene.sink.url("/"))
                .write();
        gateways[node] = GatewayProcess.start(place);
        assertThat(gateways[node].isReady()).as(gateways[node].log()).isTrue();
    }

    @Test
    void nothingIsLost_whateverHappensToBrokers_andWhoeverIsRestarted() throws Exception {
        scene.ledger.pause(Duration.ofMillis(20));
        try (Ledger.Run first = scene.ledger.run(gateways[0].ingest(), 2, 10)) {
            scene.awaitMore(500, PATIENCE);
            brokers[0].kill();
            scene.awaitMore(500, PATIENCE);
            report("a broker is killed");
            boot(0);
            scene.awaitMore(200, PATIENCE);
            fewerThanNeeded();
            scene.awaitMore(200, PATIENCE);
        }
        scene.awaitAll("/", PATIENCE);
        long before = scene.doubled();
        report("before the restarts");
        for (int cycle = 1; cycle <= CYCLES; cycle++) {
            restartAll();
            report("cycle " + cycle);
        }
        assertThat(scene.doubled()).as("restarts in order double nothing").isEqualTo(before);
        for (GatewayProcess gateway : gateways) {
            assertThat(gateway.terminate()).as(gateway.log()).isZero();
        }
    }

    /** What is acknowledged by one of three may be gone with it: then nothing is. */
    private void fewerThanNeeded() throws Exception {
        brokers[1].freeze();
        brokers[2].freeze();
        int answered = scene.ledger.answers().size();
        await().atMost(PATIENCE).until(() -> refusedSince(answered) > 5);
        brokers[1].thaw();
        brokers[2].thaw();
        report("two brokers were frozen");
    }

    private long refusedSince(int answered) {
        return scene.ledger.answers().stream()
                .skip(answered)
                .filter(answer -> answer.status() == 503)
                .count();
    }

    /** In order, one at a time; the other gateway takes the events meanwhile. */
    private void restartAll() throws Exception {
        for (int node = 0; node < brokers.length; node++) {
            try (Ledger.Run load = scene.ledger.run(gateways[node % 2].ingest(), 2, 10)) {
                scene.awaitMore(100, PATIENCE);
                brokers[node].stop();
                scene.awaitMore(100, PATIENCE);
                boot(node);
                scene.awaitMore(100, PATIENCE);
            }
        }
        for (int node = 0; node < gateways.length; node++) {
            try (Ledger.Run load = scene.ledger.run(gateways[1 - node].ingest(), 2, 10)) {
                scene.awaitMore(100, PATIENCE);
                assertThat(gateways[node].terminate()).as(gateways[node].log()).isZero();
                scene.awaitMore(100, PATIENCE);
                serve(node);
                scene.awaitMore(100, PATIENCE);
            }
        }
        scene.awaitAll("/", PATIENCE);
    }

    private void report(String what) {
        System.out.printf(
                "%s: acknowledged %d, not answered 200 %d, not yet there %d, doubled %d%n",
                what,
                scene.ledger.acknowledged().size(),
                scene.ledger.unknown(),
                scene.missing("/").size(),
                scene.doubled());
    }
}
