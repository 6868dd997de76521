package dev.centrifuge.kafka.write;

/** How much a disk has left, best first. */
public enum DiskRoom {
    /** Enough for everything. */
    AMPLE,
    /** Ingest takes nothing. */
    SHED,
    /** Nothing is written but what deliveries and checkpoints need. */
    STOP
}
