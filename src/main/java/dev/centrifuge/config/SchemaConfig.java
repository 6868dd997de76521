package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.schema.EventSchema;
import org.jspecify.annotations.Nullable;

/**
 * A schema that events of a source must match.
 *
 * @param type the {@code type} of the events that it is for; null for all
 * @param event the {@code event} that these have, such as {@code Order Completed}; null for all
 */
public record SchemaConfig(@Nullable String type, @Nullable String event, EventSchema schema) {

    public SchemaConfig {
        Checks checks = new Checks();
        name(checks, "/type", type);
        name(checks, "/event", event);
        checks.done();
    }

    private static void name(Checks checks, String pointer, @Nullable String name) {
        boolean fits = name == null || (!name.isEmpty() && name.length() <= 256);
        checks.text(pointer, fits, String.valueOf(name), "is not a name", "1 to 256 characters");
    }
}
