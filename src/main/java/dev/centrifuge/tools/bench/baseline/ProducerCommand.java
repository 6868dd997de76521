package dev.centrifuge.tools.bench.baseline;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.bench.child.Events;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A raw producer that takes orders on its standard input: {@code run MILLIS} sends for so long and answers
 * {@code done ACKNOWLEDGED NANOS}. Settings are those that were measured fastest: acks=all, linger 5 ms, batches of
 * 128 KiB.
 */
@Command(name = "bench-producer", hidden = true, description = "A plain Kafka producer: a baseline of `bench`.")
public final class ProducerCommand implements Callable<Integer> {
    private static final int BATCH = 128 * 1024;
    private static final int LINGER_MILLIS = 5;
    private static final long BUFFER = 64L * 1024 * 1024;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--bootstrap", required = true)
    private String bootstrap = "";

    @Option(names = "--topic", required = true)
    private String topic = "";

    @Option(names = "--partitions")
    private int partitions = 8;

    @Option(names = "--compression", description = "Kafka's compression.type.")
    private String compression = "lz4";

    @Override
    public Integer call() throws Exception {
        createTopic();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings())) {
            Rounds rounds =
                    new Rounds(producer, topic, Events.bodies(Ticker.system().millis()));
            Orders.ready(spec, bootstrap);
            Orders.each(spec, order -> rounds.run(Long.parseLong(order.replace("run ", ""))));
        }
        return 0;
    }

    private void createTopic() throws InterruptedException, IOException {
        Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new IOException("cannot create topic " + topic + ": " + failed.getCause(), failed);
            }
        }
    }

    private Map<String, Object> settings() {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS,
                ProducerConfig.BATCH_SIZE_CONFIG, BATCH,
                ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER,
                ProducerConfig.COMPRESSION_TYPE_CONFIG, compression,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    }
}
