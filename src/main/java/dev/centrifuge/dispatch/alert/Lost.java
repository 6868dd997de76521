package dev.centrifuge.dispatch.alert;

import java.util.Locale;

/** Why an alert was not written. */
enum Lost {
    /** Too many were due at once, and what it told of had passed when it was its turn. */
    LIMIT,
    /** Of too many destinations there was something to tell. */
    TABLE,
    /** Too many waited for Kafka. */
    FULL,
    /** Kafka did not take it for too long. */
    LATE;

    /** In metrics. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
