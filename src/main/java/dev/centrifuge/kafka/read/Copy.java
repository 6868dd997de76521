package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Leg;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A leg that leaves the reader for a delay topic or the dead letters. It stays open until the transaction that holds its
 * copy has committed.
 */
@SuppressWarnings("ArrayRecordComponent")
record Copy(Leg leg, ProducerRecord<byte[], byte[]> record) {

    int weight() {
        return leg.event().weight();
    }
}
