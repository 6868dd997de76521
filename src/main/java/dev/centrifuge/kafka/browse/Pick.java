package dev.centrifuge.kafka.browse;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What somebody looks for. Called on a worker thread, for many records that are not it: to be quick with these. */
@FunctionalInterface
public interface Pick<T> {

    /** What to keep of a record, which must not be much; null where it is not looked for. */
    @Nullable
    T of(ConsumerRecord<byte[], byte[]> record);
}
