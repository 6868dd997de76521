package dev.centrifuge.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One of several brokers, each of which is a controller as well: what three machines would run, with time-outs short enough
 * for tests. {@link BrokerProcess#cluster} runs each in a JVM of its own.
 */
final class ClusterMember {
    private static final String CLUSTER = "Y2VudHJpZnVnZS10ZXN0cw";

    private ClusterMember() {}

    /**
     * Starts it and returns when clients can use it, for which a majority is needed.
     *
     * @param node from 0
     * @param ports of all, in the order of nodes; the controller's is the next one
     * @return what stops it
     */
    static AutoCloseable start(int node, List<Integer> ports, Path dir) throws Exception {
        Files.createDirectories(dir);
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setNodeId(node)
                    .setClusterId(CLUSTER)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(dir.toString())
                    .addDirectory(dir.toString())
                    .setUnstableFeatureVersionsEnabled(false)
                    .setIgnoreFormatted(true)
                    .setPrintStream(silent)
                    .run();
        }
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(settings(node, ports, dir), false), Time.SYSTEM);
        server.startup();
        return () -> {
            server.shutdown();
            server.awaitShutdown();
        };
    }

    private static Properties settings(int node, List<Integer> ports, Path dir) {
        Properties settings = BrokerSettings.of(ports.get(node), dir, false);
        String voters = IntStream.range(0, ports.size())
                .mapToObj(each -> each + "@127.0.0.1:" + (ports.get(each) + 1))
                .collect(Collectors.joining(","));
        settings.put("node.id", Integer.toString(node));
        settings.put("controller.quorum.voters", voters);
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", Integer.toString(ports.size()));
        }
        settings.put("transaction.state.log.min.isr", "2");
        settings.put("share.coordinator.state.topic.min.isr", "2");
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("replica.lag.time.max.ms", "3000");
        settings.put("auto.leader.rebalance.enable", "true");
        settings.put("leader.imbalance.check.interval.seconds", "5");
        // What suits a broker without company.
        settings.remove("metadata.max.idle.interval.ms");
        settings.remove("controller.quorum.election.timeout.ms");
        settings.remove("controller.quorum.election.backoff.max.ms");
        return settings;
    }
}
