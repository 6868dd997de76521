package dev.centrifuge.config.load;

import dev.centrifuge.config.ConfigError;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.files.FileReads;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How a load ended. */
public sealed interface Loaded {

    /**
     * What was read, for a watch: digests by path, those of secrets in their own files included;
     * {@link FileReads#ABSENT} for what was asked for and is not there.
     */
    Map<Path, String> reads();

    /** The directory holds a valid configuration. */
    record Valid(Configuration configuration, Map<Path, String> reads) implements Loaded {
        public Valid {
            reads = Map.copyOf(reads);
        }
    }

    /** It does not. */
    record Invalid(List<ConfigError> errors, Map<Path, String> reads) implements Loaded {
        public Invalid {
            errors = List.copyOf(errors);
            reads = Map.copyOf(reads);
        }
    }
}
