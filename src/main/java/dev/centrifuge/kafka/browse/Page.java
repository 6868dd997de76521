package dev.centrifuge.kafka.browse;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a search found.
 *
 * @param items newest first
 * @param next where to go on; null when all was searched
 */
public record Page<T>(
        List<T> items, Searched searched, @Nullable Position next) {

    /**
     * How far it came: all records from then on, and before {@code to}, were looked at and are here or were not looked for.
     *
     * @param from in milliseconds since the epoch, by the broker's clock
     * @param to in milliseconds since the epoch
     * @param complete whether {@code from} is as far back as was asked
     */
    public record Searched(long from, long to, boolean complete) {}

    /** The same of something else. */
    public <R> Page<R> map(Function<? super T, ? extends R> each) {
        return new Page<>(items.stream().<R>map(each).toList(), searched, next);
    }
}
