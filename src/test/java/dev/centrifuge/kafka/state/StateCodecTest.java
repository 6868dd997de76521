package dev.centrifuge.kafka.state;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StateCodecTest {
    private static final TopicPartition READ = new TopicPartition("events", 3);

    private final StateCodec.Restorer restorer = new StateCodec.Restorer();

    /** As the first versions wrote it: in decimal digits. */
    private static ProducerRecord<byte[], byte[]> mark(long mark) {
        return new StateRecords("state", READ, false).head(Long.toString(mark).getBytes(StandardCharsets.US_ASCII));
    }

    private void accept(ProducerRecord<byte[], byte[]> record) {
        assertThat(record.partition()).isEqualTo(3);
        restorer.accept(record.key(), record.value());
    }

    @Test
    void markAndEpoch_areReadAgain_theNewestOfEach() {
        accept(StateCodec.epoch("state", READ, 4));
        accept(mark(90));
        accept(StateCodec.epoch("state", READ, 7));
        accept(mark(120));

        assertThat(restorer.progress("events"))
                .isNotNull()
                .satisfies(p -> assertThat(p.mark()).isEqualTo(120));
        assertThat(restorer.epoch("events")).hasValue(7);
    }

    @Test
    void state_ofAVersionThatKnewNoEpoch_hasNone() {
        accept(mark(90));
        assertThat(restorer.epoch("events")).isEmpty();
        assertThat(restorer.progress("events")).isNotNull();
    }

    @Test
    void recordsOfOperators_areNoProgress() {
        accept(mark(90));
        for (String key : List.of("operator/crm", "audit/01-02", "job/open", "operator/mark/events")) {
            accept(new ProducerRecord<>("state", 3, key.getBytes(StandardCharsets.UTF_8), new byte[] {'{', '}'}));
            accept(new ProducerRecord<>("state", 3, key.getBytes(StandardCharsets.UTF_8), null));
        }

        assertThat(restorer.progress("events"))
                .isNotNull()
                .satisfies(p -> assertThat(p.mark()).isEqualTo(90));
        assertThat(restorer.cursors("events")).isEmpty();
        assertThat(restorer.suppressed("events")).isEmpty();
    }
}
