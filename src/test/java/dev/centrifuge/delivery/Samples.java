package dev.centrifuge.delivery;

import dev.centrifuge.config.BatchConfig;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.DestinationConfig.Concurrency;
import dev.centrifuge.config.DestinationConfig.Retry;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.AnswerRules;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.config.outbound.HttpConfig;
import dev.centrifuge.config.outbound.ProxyConfig;
import dev.centrifuge.config.outbound.Signing;
import dev.centrifuge.config.outbound.Timeouts;
import dev.centrifuge.config.outbound.TrustConfig;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events and destinations to test with. */
public final class Samples {

    public static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private Samples() {}

    public static Event event(String id) {
        return event(id, "{\"type\":\"track\",\"messageId\":\"" + id + "\"}");
    }

    public static Event event(String id, String body) {
        return event(new Envelope("web", id, "track", 1_700_000_000_000L, TRACEPARENT, null), body);
    }

    public static Event event(Envelope envelope, String body) {
        return new Event(envelope, new byte[0], body.getBytes(StandardCharsets.UTF_8));
    }

    /** A destination that may be on loopback, with a time-out that is long even for a cold JVM on a busy machine. */
    public static Destination destination(String url) {
        return new Destination(url);
    }

    /** Makes a configuration, with defaults for what a test does not care about. */
    public static final class Destination {
        private final String url;
        private final Map<String, Secret> headers = new LinkedHashMap<>();
        private String method = "POST";
        private int concurrency = 8;
        private Duration timeout = Duration.ofSeconds(10);
        private @Nullable Auth auth;
        private @Nullable Signing signing;
        private Timeouts timeouts = new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), null);
        private AnswerRules answers = AnswerRules.none();
        private @Nullable TrustConfig trust;
        private @Nullable ProxyConfig proxy;
        private boolean privateNetwork = true;
        private Payload payload = Payload.defaults();
        private @Nullable BatchConfig batch;

        Destination(String url) {
            this.url = url;
        }

        public Destination header(String name, String value) {
            headers.put(name, new Secret(value));
            return this;
        }

        public Destination method(String value) {
            method = value;
            return this;
        }

        public Destination concurrency(int max) {
            concurrency = max;
            return this;
        }

        public Destination timeout(Duration value) {
            timeout = value;
            return this;
        }

        public Destination auth(Auth value) {
            auth = value;
            return this;
        }

        public Destination signedBy(String... secrets) {
            return signedBy(Signing.Type.STANDARD_WEBHOOKS, secrets);
        }

        public Destination signedBy(Signing.Type type, String... secrets) {
            signing =
                    new Signing(type, List.of(secrets).stream().map(Secret::new).toList());
            return this;
        }

        public Destination timeouts(Timeouts value) {
            timeouts = value;
            return this;
        }

        public Destination answers(Map<String, AnswerRules.Meaning> meanings) {
            answers = new AnswerRules(meanings);
            return this;
        }

        /** Whom to trust, as PEM. */
        public Destination trusting(String ca) {
            trust = new TrustConfig(ca);
            return this;
        }

        public Destination through(ProxyConfig value) {
            proxy = value;
            return this;
        }

        public Destination payload(Payload value) {
            payload = value;
            return this;
        }

        public Destination batched(boolean results) {
            batch = new BatchConfig(10, 100_000, Duration.ofMillis(100), results);
            return this;
        }

        public Destination guarded() {
            privateNetwork = false;
            return this;
        }

        public DestinationConfig config() {
            Retry retry = new Retry(Duration.ofSeconds(1), 2, Duration.ofMinutes(15), Duration.ofHours(4));
            return new DestinationConfig(
                    "sink",
                    URI.create(url),
                    Set.of("*"),
                    true,
                    method,
                    headers,
                    payload,
                    batch,
                    null,
                    new Concurrency(concurrency, false),
                    timeout,
                    retry,
                    DestinationConfig.Ordering.NONE,
                    auth,
                    signing,
                    new HttpConfig(timeouts, answers, trust, proxy),
                    privateNetwork);
        }
    }
}
