package dev.centrifuge.config.load;

import dev.centrifuge.config.document.Fields;
import dev.centrifuge.config.document.Paths;
import dev.centrifuge.config.outbound.AnswerRules;
import dev.centrifuge.config.outbound.AnswerRules.Meaning;
import dev.centrifuge.config.outbound.HttpConfig;
import dev.centrifuge.config.outbound.Timeouts;
import dev.centrifuge.config.outbound.TrustConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads those members of a destination that say how requests travel and what comes back means. */
final class HttpReader {
    private static final List<String> MEANINGS = Stream.of(Meaning.values())
            .map(meaning -> meaning.name().toLowerCase(Locale.ROOT))
            .toList();

    static final String AUTHORITIES = "a PEM file with certificates of authorities";

    private HttpReader() {}

    static HttpConfig read(Fields in) {
        return new HttpConfig(
                timeouts(in.object("timeouts"), Timeouts.defaults()),
                answers(in),
                in.optional("tls", HttpReader::trust),
                in.optional("proxy", ProxyReader::read));
    }

    private static Timeouts timeouts(Fields in, Timeouts or) {
        return in.make(() -> new Timeouts(
                        in.duration("connect", or.connect()),
                        in.duration("tls", or.tls()),
                        in.has("firstByte") ? in.duration("firstByte", or.connect()) : null))
                .orElse(or);
    }

    private static AnswerRules answers(Fields in) {
        Map<String, Meaning> meanings = in.map(
                "answers",
                (pointer, value) -> in.scalars()
                        .text(pointer, value)
                        .flatMap(word -> in.scalars().among(pointer, value, word, MEANINGS))
                        .map(word -> Meaning.valueOf(word.toUpperCase(Locale.ROOT))));
        // The keys are its own: what it refuses is reported where they stand.
        return in.object("answers").madeOf(() -> new AnswerRules(meanings)).orElse(AnswerRules.none());
    }

    private static Optional<TrustConfig> trust(Fields in) {
        return in.make(() -> new TrustConfig(Paths.requiredPem(in, "ca", AUTHORITIES)));
    }
}
