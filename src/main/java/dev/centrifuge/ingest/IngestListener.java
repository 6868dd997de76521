package dev.centrifuge.ingest;

/** Told what ingest does, on the event loops: implementations must be quick and thread-safe. */
public interface IngestListener {

    /** Events of a source were made durable and their request answered with success. */
    void received(String source, int events, long bytes, long latencyNanos);

    /**
     * A request, or some events of a batch, were refused.
     *
     * @param source the source, or {@code ""} where it is not known
     * @param reason one of a small fixed set of words, such as {@code unauthorized}, {@code invalid}, {@code too_large},
     *     {@code rate}, {@code unavailable}: it becomes a metric label
     */
    void refused(String source, String reason, int events);
}
