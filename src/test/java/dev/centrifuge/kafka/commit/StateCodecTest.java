package dev.centrifuge.kafka.commit;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StateCodecTest {
    private static final TopicPartition READ = new TopicPartition("events", 3);

    private final StateCodec.Restorer restorer = new StateCodec.Restorer();

    private void accept(ProducerRecord<byte[], byte[]> record) {
        assertThat(record.partition()).isEqualTo(3);
        restorer.accept(record.key(), record.value());
    }

    @Test
    void markAndEpoch_areReadAgain_theNewestOfEach() {
        accept(StateCodec.epoch("state", READ, 4));
        accept(StateCodec.mark("state", READ, 90));
        accept(StateCodec.epoch("state", READ, 7));
        accept(StateCodec.mark("state", READ, 120));

        assertThat(restorer.progress("events"))
                .isNotNull()
                .satisfies(p -> assertThat(p.mark()).isEqualTo(120));
        assertThat(restorer.epoch("events")).hasValue(7);
    }

    @Test
    void state_ofAVersionThatKnewNoEpoch_hasNone() {
        accept(StateCodec.mark("state", READ, 90));
        assertThat(restorer.epoch("events")).isEmpty();
        assertThat(restorer.progress("events")).isNotNull();
    }
}
