package dev.centrifuge.kafka.job;

/** Told what jobs copy, and what they cannot decide about. Called on the jobs' thread. */
@FunctionalInterface
public interface JobListener {

    /** @param kind {@code replay} or {@code redrive} */
    void copied(String kind, String destination, int legs);

    /** Of these events nobody can say whether they were meant, since a filter failed on them: they are left out. */
    default void faulty(String kind, String destination, long events) {}
}
