package dev.centrifuge.kafka.write;

/** Told what the writer does. Called on event loops: implementations must be quick and thread-safe. */
public interface WriterListener {

    /**
     * All records of an append were acknowledged.
     *
     * @param nanos from the append to the acknowledgement's arrival on the event loop
     */
    void appended(int records, long nanos);

    /**
     * An append failed.
     *
     * @param reason one of {@code unavailable}, {@code full}, {@code timeout}, {@code producer}
     */
    void failed(int records, String reason);

    /** Whether appends are taken has changed. */
    void availability(boolean available);
}
