package dev.centrifuge.config.load;

import dev.centrifuge.config.KafkaConfig;
import dev.centrifuge.config.KafkaConfig.Embedded;
import dev.centrifuge.config.document.Fields;
import dev.centrifuge.config.document.Paths;
import dev.centrifuge.config.document.SecretValues;
import java.util.Optional;

/** Reads the member {@code kafka} of {@code gateway.json}. */
final class KafkaReader {
    private KafkaReader() {}

    static KafkaConfig read(Fields in, KafkaConfig or) {
        return in.make(() -> new KafkaConfig(
                        in.optional("embedded", KafkaReader::embedded),
                        in.optionalText("bootstrap"),
                        in.map("properties", new SecretValues(in.document())::property)))
                .orElse(or);
    }

    private static Optional<Embedded> embedded(Fields in) {
        Embedded or = Embedded.defaults();
        // Unlike other paths not relative to the file: data does not belong into a directory of configuration.
        return in.make(() -> new Embedded(
                in.integer("port", or.port()), Paths.here(in, "dir").orElse(or.dir()), in.flag("sync", or.sync())));
    }
}
