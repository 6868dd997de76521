package dev.centrifuge.delivery;

import org.jspecify.annotations.Nullable;

/**
 * The exchanges of a destination that are under way, in the order they started. All have the same time to end in, so that
 * is the order of their deadlines, and the oldest tells whether any is due: no timer per request, no heap.
 *
 * <p>Linked through the exchanges themselves: each leaves from wherever it stands without a search or an allocation.
 * Belongs to one event loop.
 */
final class Underway {

    private @Nullable Exchange oldest;
    private @Nullable Exchange youngest;

    @Nullable
    Exchange oldest() {
        return oldest;
    }

    boolean isEmpty() {
        return oldest == null;
    }

    void add(Exchange exchange) {
        exchange.older = youngest;
        if (youngest == null) {
            oldest = exchange;
        } else {
            youngest.younger = exchange;
        }
        youngest = exchange;
    }

    /**
     * The exchange ended. It lets go of its neighbours: else one that the collector has made old would, dead as it is,
     * keep the next one, that the one after it, and so each young collection would copy every event since.
     */
    void remove(Exchange exchange) {
        Exchange older = exchange.older;
        Exchange younger = exchange.younger;
        if (older == null) {
            oldest = younger;
        } else {
            older.younger = younger;
        }
        if (younger == null) {
            youngest = older;
        } else {
            younger.older = older;
        }
        exchange.older = null;
        exchange.younger = null;
    }
}
