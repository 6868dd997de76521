package dev.centrifuge.embedded;

import java.nio.file.Path;
import java.util.Properties;

/**
 * The settings of the one broker: broker and controller in one, on two cores shared with the gateway, in a heap of a few
 * hundred MB.
 */
final class BrokerSettings {

    static final int NODE = 1;

    private BrokerSettings() {}

    /**
     * @param port where clients connect; the controller listens on the next one
     * @param synchronous whether an append is forced to disk before it is acknowledged
     */
    static Properties of(int port, Path dir, boolean synchronous) {
        Properties settings = new Properties();
        identity(settings, port, dir);
        single(settings);
        small(settings);
        quick(settings);
        if (synchronous) {
            settings.put("log.flush.interval.messages", "1");
        }
        return settings;
    }

    private static void identity(Properties settings, int port, Path dir) {
        String clients = "PLAINTEXT://127.0.0.1:" + port;
        int controller = port + 1;
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("log.dirs", dir.toString());
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controller);
        settings.put("listeners", clients + ",CONTROLLER://127.0.0.1:" + controller);
        settings.put("advertised.listeners", clients);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
    }

    /** One broker: nothing can be replicated, nobody else joins, and topics are only made on purpose. */
    private static void single(Properties settings) {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "4");
            settings.put(topic + ".segment.bytes", Integer.toString(16 << 20));
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("auto.leader.rebalance.enable", "false");
    }

    /** Fewer threads and buffers than a broker of its own machine has. */
    private static void small(Properties settings) {
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("group.coordinator.threads", "1");
        settings.put("share.coordinator.threads", "1");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("num.replica.alter.log.dirs.threads", "1");
        // 128 MiB of heap by default. 2 MiB map 80,000 keys a pass, and a compacted topic here has far fewer.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20));
        settings.put("log.cleaner.threads", "1");
        // Mapped per segment and sparse: 1 MiB indexes 256 MiB of log (8 to 12 bytes for each 4 KiB).
        settings.put("log.index.size.max.bytes", Integer.toString(1 << 20));
        // A crash makes the next start read the tail segments again: 8 partitions of 128 MiB are about a second.
        settings.put("log.segment.bytes", Integer.toString(128 << 20));
        settings.put("metadata.log.segment.bytes", Integer.toString(16 << 20));
    }

    /** What a start waits for. */
    private static void quick(Properties settings) {
        // After a SIGKILL the controller refuses the broker's new incarnation until the session of the dead one has
        // ended (9 s by default), and the broker asks again once per heartbeat (2 s by default).
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        // Each change of metadata waits this long for company (25 ms by default); there is no company.
        settings.put("controller.quorum.append.linger.ms", "0");
        // Keeps the followers' clocks going, of which there are none, at the price of two synced writes a second.
        settings.put("metadata.max.idle.interval.ms", "0");
        settings.put("controller.quorum.election.timeout.ms", "100");
        settings.put("controller.quorum.election.backoff.max.ms", "100");
    }
}
