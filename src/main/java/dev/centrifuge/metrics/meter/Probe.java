package dev.centrifuge.metrics.meter;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks another package for a figure at a scrape, such that its bug costs its own series and not the whole page. Says so
 * once for each time it breaks.
 */
public final class Probe<T> implements Supplier<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

    private final String name;
    private final Supplier<? extends T> source;
    private final T otherwise;
    private final AtomicBoolean broken = new AtomicBoolean();

    public Probe(String name, Supplier<? extends T> source, T otherwise) {
        this.name = name;
        this.source = source;
        this.otherwise = otherwise;
    }

    @Override
    public T get() {
        try {
            T value = source.get();
            broken.set(false);
            return value;
        } catch (RuntimeException e) {
            if (broken.compareAndSet(false, true)) {
                LOG.warn("the metric {} cannot be read", name, e);
            }
            return otherwise;
        }
    }
}
