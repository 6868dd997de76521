package dev.centrifuge.config.load;

import dev.centrifuge.config.RateConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.config.document.Document;
import dev.centrifuge.config.document.Fields;
import dev.centrifuge.config.document.SecretValues;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the files of {@code sources/}, all with one reader: no two sources may share a write key. */
final class SourceReader {
    private final Map<Secret, String> owners = new HashMap<>();

    Optional<SourceConfig> read(String id, Document document) {
        Fields in = document.fields();
        SourceConfig or = SourceConfig.defaults(id);
        return in.make(() -> new SourceConfig(
                id,
                writeKeys(id, in),
                in.flag("enabled", or.enabled()),
                in.texts("origins", or.origins()),
                in.optional("rate", SourceReader::rate),
                in.array("schemas", or.schemas(), new SchemaReader(document)::read)));
    }

    /** The member {@code rate}, of destinations, too. */
    static Optional<RateConfig> rate(Fields in) {
        in.required("limit", "how many events are let through in \"per\"");
        long limit = in.whole("limit", 1);
        long burst = Math.max(1, Math.min(RateConfig.MOST, limit));
        return in.make(
                () -> new RateConfig(limit, in.duration("per", Duration.ofSeconds(1)), in.whole("burst", burst)));
    }

    private List<Secret> writeKeys(String id, Fields in) {
        SecretValues secrets = new SecretValues(in.document());
        return in.array("writeKeys", List.of(), (pointer, value) -> {
            Optional<Secret> key = secrets.secret(pointer, value);
            String owner = key.map(k -> owners.putIfAbsent(k, id)).orElse(id);
            if (!owner.equals(id)) {
                in.document().error(pointer, "is a write key of the source \"" + owner + "\", too", "a key of its own");
            }
            return key;
        });
    }
}
