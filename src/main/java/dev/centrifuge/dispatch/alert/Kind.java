package dev.centrifuge.dispatch.alert;

import java.util.Locale;

/** What is told of a destination. */
enum Kind {
    /** Its failures opened the breaker. */
    DOWN("Destination Down"),
    /** It answered that it is gone, and is sent nothing until it is resumed or configured anew. */
    DISABLED("Destination Disabled"),
    /** Neither is so any more. */
    RECOVERED("Destination Recovered"),
    /** An event has waited for longer than the limit. */
    BACKLOG_OLD("Backlog Old"),
    /** None has any more. */
    BACKLOG_FRESH("Backlog Fresh"),
    /** Events were given up. */
    DEAD_LETTERS("Dead Letters");

    private final String title;
    private final String word;

    Kind(String title) {
        this.title = title;
        this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The event's name. */
    String title() {
        return title;
    }

    /** In ids, properties and metrics. */
    String word() {
        return word;
    }
}
