package dev.centrifuge.kafka.read;

/** Told what the log reader does, on its threads: implementations must be quick. */
public interface ReaderListener {

    /** A checkpoint ended after {@code nanos}; {@code committed} false means that it will be written again. */
    void checkpoint(boolean committed, int stateRecords, int copies, long nanos);

    /** A record that no gateway wrote, or whose headers are broken; it goes to the dead letters. */
    void poison(String topic);

    /** Records between what was committed and the log's start or end are gone: the alarm that must never ring. */
    void lost(String topic, int partition, long records);
}
