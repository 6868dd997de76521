package dev.centrifuge.payload;

import dev.centrifuge.config.payload.Format;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.config.payload.Template;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.jslt.InvalidJslt;
import dev.centrifuge.jslt.Jslt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What tests of payloads share. */
final class Shipped {
    /** 2023-11-14T22:13:20Z. */
    static final long RECEIVED = 1_700_000_000_000L;

    private Shipped() {}

    static Event event(String body) {
        Envelope envelope = new Envelope("web", "m-1", "track", RECEIVED, null, null);
        return new Event(envelope, "web:u".getBytes(StandardCharsets.UTF_8), body.getBytes(StandardCharsets.UTF_8));
    }

    static Payload as(Format format) {
        return new Payload(format, null, null, null, Map.of(), List.of());
    }

    static Payload transformed(Format format, String expression) {
        try {
            return new Payload(format, null, Jslt.compile(expression), null, Map.of(), List.of());
        } catch (InvalidJslt e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Payload to(String target) {
        return new Payload(Format.JSON, null, null, Template.parse(target), Map.of(), List.of());
    }

    static Payload with(String header, String value) {
        return new Payload(Format.JSON, null, null, null, Map.of(header, Template.parse(value)), List.of());
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
