package dev.centrifuge.config.payload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How events become the body of a request. */
public enum Format {
    /** The event. */
    JSON("application/json"),

    /** An array of events. */
    JSON_ARRAY("application/json"),

    /** One event a line. */
    NDJSON("application/x-ndjson"),

    /** As clients send to Segment's {@code /v1/batch}. */
    SEGMENT_BATCH("application/json"),

    /** A CloudEvent in structured mode. */
    CLOUDEVENT("application/cloudevents+json"),

    /** A CloudEvent in binary mode: attributes are headers, and the content type is that of the data. */
    CLOUDEVENT_BINARY("application/json"),

    /** CloudEvents in batched mode. */
    CLOUDEVENTS_BATCH("application/cloudevents-batch+json");

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    /** The {@code content-type}, unless the event brings its own. */
    public String contentType() {
        return contentType;
    }

    /** That of requests with several events: of what holds one, its like that holds many, if there is one. */
    public Format several() {
        return switch (this) {
            case JSON -> JSON_ARRAY;
            case CLOUDEVENT -> CLOUDEVENTS_BATCH;
            default -> this;
        };
    }

    /** As it is written in a destination's file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As they are written. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Format::word).toList();
    }

    /** @param word one of {@link #words} */
    public static Format of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
