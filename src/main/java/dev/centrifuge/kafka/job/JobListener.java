package dev.centrifuge.kafka.job;

/** Told what jobs copy. Called on the jobs' thread. */
@FunctionalInterface
public interface JobListener {

    /** @param kind {@code replay} or {@code redrive} */
    void copied(String kind, String destination, int legs);
}
