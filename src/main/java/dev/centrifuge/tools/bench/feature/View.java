package dev.centrifuge.tools.bench.feature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is looked at, as the console's pages and Prometheus ask for it.
 *
 * @param stream the query of the page's stream; null where it has none
 * @param polls what is asked for again and again; empty where nothing is
 * @param millis between an answer and the next question
 */
record View(String name, @Nullable String stream, List<String> polls, long millis) {
    private static final String EVERY_PAGE = "topics=overview,reload";

    static final View OVERVIEW = new View("overview", EVERY_PAGE, List.of(), 0);

    static final View DESTINATIONS = new View("destinations", EVERY_PAGE, List.of("/v1/destinations?limit=100"), 2_000);

    /** Text that one event in a thousand has. */
    static final View TAIL = new View("live tail", EVERY_PAGE + ",events&text=user-0000", List.of(), 0);

    static final View SCRAPE = new View("scrape", null, List.of("/metrics"), 1_000);

    /** The page of a destination. */
    static View destination(String id) {
        return new View(
                "a destination",
                EVERY_PAGE + ",destination:" + id,
                List.of("/v1/destinations/" + id + "/attempts?limit=20", "/v1/dead?destination=" + id + "&limit=5"),
                3_000);
    }
}
