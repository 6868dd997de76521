package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.IdRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code sources/<id>.json}.
 *
 * @param writeKeys any of them authenticates a client, so that keys can be rotated; each 1 to 256 visible ASCII characters
 *     but no colon, which Basic authentication could not carry. Default none: then nobody can send
 * @param enabled default true
 * @param origins which browser origins CORS allows; {@code *} for all, the default
 * @param rate null, the default, for no limit
 * @param schemas what its events must match, each that applies; at most 1,000, default none
 */
public record SourceConfig(
        String id,
        List<Secret> writeKeys,
        boolean enabled,
        List<String> origins,
        @Nullable RateConfig rate,
        List<SchemaConfig> schemas) {

    /** The id of the gateway's own source: nobody can send to it, no file can have it, and {@code *} does not mean it. */
    public static final String OWN = "centrifuge";

    private static final int MOST_SCHEMAS = 1_000;

    public SourceConfig {
        writeKeys = List.copyOf(writeKeys);
        origins = List.copyOf(origins);
        schemas = List.copyOf(schemas);
        Checks checks = new Checks();
        IdRules.check(checks, id);
        boolean free = !id.equals(OWN);
        checks.text("", free, id, "is reserved for events of the gateway itself", "another id");
        checks.each("/writeKeys", writeKeys, (pointer, key) -> writeKey(checks, pointer, key));
        checks.each("/origins", origins, (pointer, origin) -> origin(checks, pointer, origin));
        checks.hidden("/schemas", schemas.size() <= MOST_SCHEMAS, "holds too many", "at most " + MOST_SCHEMAS);
        checks.done();
    }

    private static void writeKey(Checks checks, String pointer, Secret key) {
        boolean fits = key.value().matches("[\\x21-\\x7E&&[^:]]{1,256}");
        checks.hidden(
                pointer, fits, "is not a write key", "1 to 256 visible ASCII characters without blanks and colons");
    }

    private static void origin(Checks checks, String pointer, String origin) {
        boolean fits = origin.matches("\\*|[a-z][a-z0-9+.-]*://[^\\s/?#@\\\\\\p{Cntrl}]+");
        String expected = "\"*\" or a scheme and host without a path, such as \"https://shop.example\"";
        checks.text(pointer, fits, origin, "is not an origin", expected);
    }

    public static SourceConfig defaults(String id) {
        return new SourceConfig(id, List.of(), true, List.of("*"), null, List.of());
    }
}
