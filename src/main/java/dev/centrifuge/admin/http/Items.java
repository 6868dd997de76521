package dev.centrifuge.admin.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next the {@code cursor} of the next page; null when this is the last
 */
public record Items<T>(List<T> items, @Nullable String next) {

    /** A list that fits on one page. */
    public static <T> Items<T> all(List<T> items) {
        return new Items<>(items, null);
    }
}
