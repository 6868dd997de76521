package dev.centrifuge.config.load;

import dev.centrifuge.config.BatchConfig;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.DestinationConfig.Concurrency;
import dev.centrifuge.config.DestinationConfig.Ordering;
import dev.centrifuge.config.DestinationConfig.Retry;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.config.check.Suggestion;
import dev.centrifuge.config.document.Document;
import dev.centrifuge.config.document.Fields;
import dev.centrifuge.config.document.Paths;
import dev.centrifuge.config.document.SecretValues;
import dev.centrifuge.config.outbound.Signing;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the files of {@code destinations/}. */
final class DestinationReader {
    private final Set<String> sources;

    /** @param sources the ids of all sources */
    DestinationReader(Set<String> sources) {
        this.sources = sources;
    }

    Optional<DestinationConfig> read(String id, Document document) {
        Fields in = document.fields();
        DestinationConfig or = DestinationConfig.to(id, Paths.NOWHERE);
        PayloadReader payload = new PayloadReader(in);
        return in.make(() -> new DestinationConfig(
                id,
                url(in, payload),
                sources(in, or),
                in.flag("enabled", or.enabled()),
                in.text("method", or.method()),
                in.map("headers", new SecretValues(document)::secret),
                payload.read(),
                in.optional("batch", DestinationReader::batch),
                in.optional("rate", SourceReader::rate),
                concurrency(in.object("concurrency"), or.concurrency()),
                in.duration("timeout", or.timeout()),
                retry(in.object("retry"), or.retry()),
                ordering(in, or.ordering()),
                in.optional("auth", AuthReader::read),
                in.optional("signing", DestinationReader::signing),
                HttpReader.read(in),
                in.flag("privateNetwork", or.privateNetwork())));
    }

    private static URI url(Fields in, PayloadReader payload) {
        in.required("url", "the http or https URL that events are sent to");
        return Paths.url(in, "url", payload.target(in.text("url", Paths.NOWHERE.toString())));
    }

    private Set<String> sources(Fields in, DestinationConfig or) {
        return Set.copyOf(in.array("sources", List.copyOf(or.sources()), (pointer, value) -> {
            Optional<String> name = in.scalars().text(pointer, value);
            name.filter(n -> !n.equals("*") && !n.equals(SourceConfig.OWN) && !sources.contains(n))
                    .ifPresent(n -> in.document()
                            .error(
                                    pointer,
                                    in.document().show(value) + " is not a source" + Suggestion.hint(n, sources),
                                    known()));
            return name;
        }));
    }

    private String known() {
        return "\"*\" or a name from sources/" + (sources.isEmpty() ? "" : ": " + String.join(", ", sources));
    }

    private static Optional<BatchConfig> batch(Fields in) {
        BatchConfig or = BatchConfig.defaults();
        return in.make(() -> new BatchConfig(
                in.integer("maxEvents", or.maxEvents()),
                in.size("maxBytes", or.maxBytes()),
                in.duration("linger", or.linger()),
                in.flag("results", or.results())));
    }

    private static Concurrency concurrency(Fields in, Concurrency or) {
        return in.make(() -> new Concurrency(in.integer("max", or.max()), in.flag("adaptive", or.adaptive())))
                .orElse(or);
    }

    private static Retry retry(Fields in, Retry or) {
        return in.make(() -> new Retry(
                        in.duration("initial", or.initial()),
                        in.decimal("factor", or.factor()),
                        in.duration("max", or.max()),
                        in.duration("ttl", or.ttl())))
                .orElse(or);
    }

    private static Ordering ordering(Fields in, Ordering or) {
        List<String> words =
                Stream.of(Ordering.values()).map(DestinationReader::word).toList();
        return Ordering.valueOf(in.choice("ordering", word(or), words).toUpperCase(Locale.ROOT));
    }

    private static String word(Ordering ordering) {
        return ordering.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Signing> signing(Fields in) {
        in.required("secrets", "at least one secret");
        return in.make(() -> {
            String type = in.choice("type", "standard-webhooks", List.of("standard-webhooks", "segment"));
            return new Signing(
                    type.equals("segment") ? Signing.Type.SEGMENT : Signing.Type.STANDARD_WEBHOOKS,
                    in.array("secrets", List.of(), new SecretValues(in.document())::secret));
        });
    }
}
