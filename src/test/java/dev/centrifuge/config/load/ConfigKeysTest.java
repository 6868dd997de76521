package dev.centrifuge.config.load;

import dev.centrifuge.config.AdminConfig;
import dev.centrifuge.config.AlertsConfig;
import dev.centrifuge.config.AttemptsConfig;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.DedupeConfig;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.DestinationConfig.Concurrency;
import dev.centrifuge.config.DestinationConfig.Ordering;
import dev.centrifuge.config.DestinationConfig.Retry;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.GatewayConfig.Role;
import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.KafkaConfig;
import dev.centrifuge.config.MemoryConfig;
import dev.centrifuge.config.RateConfig;
import dev.centrifuge.config.SchemaConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.config.TopicsConfig;
import dev.centrifuge.config.TracingConfig;
import dev.centrifuge.config.outbound.AnswerRules;
import dev.centrifuge.config.outbound.AnswerRules.Meaning;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.config.outbound.HttpConfig;
import dev.centrifuge.config.outbound.OAuth2;
import dev.centrifuge.config.outbound.ProxyConfig;
import dev.centrifuge.config.outbound.Signing;
import dev.centrifuge.config.outbound.Timeouts;
import dev.centrifuge.config.outbound.TrustConfig;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.config.schema.EventSchema;
import dev.centrifuge.delivery.TestPki;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What each key stands for: its default, and another value. */
class ConfigKeysTest {
    private ConfDir conf;

    @BeforeEach
    void directory(@TempDir Path directory) {
        conf = new ConfDir(directory);
    }

    @Test
    void emptyDirectory_isAllDefaults() {
        Configuration configuration = conf.valid();

        assertThat(configuration.sources()).isEmpty();
        assertThat(configuration.destinations()).isEmpty();
        assertThat(configuration.gateway())
                .isEqualTo(new GatewayConfig(
                        new IngestConfig(
                                "127.0.0.1",
                                8080,
                                32_768,
                                512_000,
                                2_500,
                                25_165_824,
                                10_000,
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(15),
                                null,
                                null),
                        new AdminConfig("127.0.0.1", 8081, null),
                        new KafkaConfig(new KafkaConfig.Embedded(19_092, Path.of("data/kafka"), false), null, Map.of()),
                        new TopicsConfig("centrifuge", 8, 1, Duration.ofHours(72)),
                        new MemoryConfig(ConfDir.HEAP / 4),
                        new DedupeConfig(Duration.ofHours(1), ConfDir.HEAP / 100 * 8),
                        new AttemptsConfig(true, 0.001, 8 << 20),
                        new TracingConfig(null, 0.01),
                        new AlertsConfig(true, Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofHours(1)),
                        Set.of(Role.INGEST, Role.DISPATCH),
                        null,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(15),
                        null));
    }

    @Test
    void emptyFiles_areTheSameDefaults() {
        GatewayConfig absent = conf.valid().gateway();
        String everyObject =
                "{'ingest':{},'admin':{},'kafka':{'embedded':{}},'topics':{},'memory':{},'dedupe':{},'attempts':{},'tracing':{},'alerts':{}}";

        assertThat(conf.with("gateway.json", "{}").valid().gateway()).isEqualTo(absent);
        assertThat(conf.with("gateway.json", everyObject).valid().gateway()).isEqualTo(absent);
    }

    @Test
    void source_hasDefaults() {
        assertThat(conf.with("sources/web.json", "{}").valid().sources())
                .containsExactly(
                        Map.entry("web", new SourceConfig("web", List.of(), true, List.of("*"), null, List.of())));
    }

    @Test
    void destination_needsOnlyAUrl() {
        conf.with("destinations/crm.json", "{'url':'https://crm.example/in?x=1'}");

        assertThat(conf.valid().destinations())
                .containsExactly(Map.entry(
                        "crm",
                        new DestinationConfig(
                                "crm",
                                URI.create("https://crm.example/in?x=1"),
                                Set.of("*"),
                                true,
                                "POST",
                                Map.of(),
                                Payload.defaults(),
                                null,
                                null,
                                new Concurrency(64, true),
                                Duration.ofSeconds(10),
                                new Retry(Duration.ofSeconds(1), 2, Duration.ofMinutes(15), Duration.ofHours(4)),
                                Ordering.NONE,
                                null,
                                null,
                                HttpConfig.defaults(),
                                false)));
    }

    @Test
    void gateway_takesEveryKey() throws Exception {
        conf.raw("tls/cert.pem", Pem.certificate()).raw("tls/key.pem", Pem.key());
        conf.with("gateway.json", """
                { '$schema': 'schema/gateway.schema.json',
                  'ingest': { 'host': '0.0.0.0', 'port': 1, 'maxEvent': '64KiB', 'maxBatch': 2000000,
                    'maxBatchEvents': 7, 'maxInFlight': '1GiB', 'maxConnections': 8, 'ackTimeout': '250ms',
                    'requestTimeout': '1m', 'publicUrl': 'https://events.example/in', 'tls': { 'cert': 'tls/cert.pem', 'key': 'tls/key.pem' } },
                  'admin': { 'host': '::', 'port': 2, 'token': 'let-me-in' },
                  'kafka': { 'bootstrap': 'a:9092,[::1]:9093', 'properties': {
                    'security.protocol': 'SASL_SSL', 'retry.backoff.ms': 150 } },
                  'topics': { 'prefix': 'other', 'partitions': 3, 'replication': 2, 'retention': '3650d' },
                  'memory': { 'queues': '10%' }, 'dedupe': { 'window': '5m', 'memory': '2MiB' },
                  'attempts': { 'enabled': false, 'successes': '0.25%', 'memory': '1MiB' },
                  'tracing': { 'endpoint': 'http://collector:4318', 'sample': 'all' },
                  'alerts': { 'enabled': false, 'backlogAge': '1s', 'interval': '1d', 'repeat': '30d' },
                  'roles': [ 'dispatch' ], 'node': 'node-1', 'checkpoint': '1s', 'drain': '0s',
                  'proxy': { 'enabled': true, 'url': 'http://proxy.internal:3128', 'username': 'jo', 'password': 'pass',
                    'resolve': 'proxy' } }
                """);

        assertThat(conf.valid().gateway())
                .isEqualTo(new GatewayConfig(
                        new IngestConfig(
                                "0.0.0.0",
                                1,
                                65_536,
                                2_000_000,
                                7,
                                1 << 30,
                                8,
                                Duration.ofMillis(250),
                                Duration.ofMinutes(1),
                                new IngestConfig.TlsConfig(
                                        conf.root().resolve("tls/cert.pem"),
                                        conf.root().resolve("tls/key.pem"),
                                        Pem.certificate(),
                                        new Secret(Pem.key())),
                                URI.create("https://events.example/in")),
                        new AdminConfig("::", 2, new Secret("let-me-in")),
                        new KafkaConfig(
                                null,
                                "a:9092,[::1]:9093",
                                Map.of(
                                        "security.protocol",
                                        new Secret("SASL_SSL"),
                                        "retry.backoff.ms",
                                        new Secret("150"))),
                        new TopicsConfig("other", 3, 2, Duration.ofDays(3650)),
                        new MemoryConfig(10 << 20),
                        new DedupeConfig(Duration.ofMinutes(5), 2 << 20),
                        new AttemptsConfig(false, 0.0025, 1 << 20),
                        new TracingConfig(URI.create("http://collector:4318"), 1),
                        new AlertsConfig(false, Duration.ofSeconds(1), Duration.ofDays(1), Duration.ofDays(30)),
                        Set.of(Role.DISPATCH),
                        "node-1",
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        new ProxyConfig(
                                true,
                                URI.create("http://proxy.internal:3128"),
                                "jo",
                                new Secret("pass"),
                                ProxyConfig.Resolve.PROXY)));
    }

    @Test
    void embeddedBroker_takesEveryKey() {
        conf.with("gateway.json", "{'kafka':{'embedded':{'port':1234,'dir':'/var/lib/kafka','sync':true}}}");

        assertThat(conf.valid().gateway().kafka())
                .isEqualTo(new KafkaConfig(
                        new KafkaConfig.Embedded(1234, Path.of("/var/lib/kafka"), true), null, Map.of()));
    }

    @Test
    void source_takesEveryKey() throws Exception {
        conf.raw("events/order.schema.json", "{}");
        conf.with("sources/app_2.x-y.json", """
                { '$schema': '../schema/source.schema.json', 'writeKeys': [ 'one', 'two' ], 'enabled': false,
                  'origins': [ 'https://shop.example', 'http://localhost:3000' ],
                  'rate': { 'limit': 1000, 'per': '1m', 'burst': 2000 },
                  'schemas': [ { 'type': 'track', 'event': 'Order', 'file': '../events/order.schema.json' } ] }
                """);

        assertThat(conf.valid().sources().get("app_2.x-y"))
                .isEqualTo(new SourceConfig(
                        "app_2.x-y",
                        List.of(new Secret("one"), new Secret("two")),
                        false,
                        List.of("https://shop.example", "http://localhost:3000"),
                        new RateConfig(1000, Duration.ofMinutes(1), 2000),
                        List.of(new SchemaConfig("track", "Order", EventSchema.compile("{}")))));
    }

    @Test
    void rate_burstsItsLimitByDefault() {
        conf.with("sources/web.json", "{'rate':{'limit':50}}");

        assertThat(conf.valid().sources().get("web").rate()).isEqualTo(new RateConfig(50, Duration.ofSeconds(1), 50));
    }

    @Test
    void destination_takesEveryKey() throws Exception {
        conf.raw("ca.pem", Pem.certificate());
        String seed = "whsk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        conf.with("sources/web.json", "{}").with("sources/app.json", "{}");
        conf.with("destinations/crm.json", """
                { '$schema': '../schema/destination.schema.json', 'url': 'https://[::1]:9000/x', 'sources': [ 'web', 'app' ],
                  'enabled': false, 'method': 'PATCH', 'headers': { 'X-Team': 'growth' }, 'format': 'json',
                  'rate': { 'limit': 100, 'per': '10ms', 'burst': 1 },
                  'concurrency': { 'max': 2, 'adaptive': false }, 'timeout': '1ms',
                  'retry': { 'initial': '2s', 'factor': 1.5, 'max': '1d', 'ttl': '30d' }, 'ordering': 'key',
                  'auth': { 'type': 'bearer', 'token': 't' },
                  'signing': { 'type': 'standard-webhooks', 'secrets': [ '%s' ] },
                  'timeouts': { 'connect': '2ms', 'tls': '3ms', 'firstByte': '4ms' },
                  'answers': { '409': 'delivered', '4xx': 'retry', '404': 'disable', 'timeout': 'dead' },
                  'tls': { 'ca': '../ca.pem' },
                  'proxy': { 'enabled': false }, 'privateNetwork': true }
                """.formatted(seed));

        assertThat(conf.valid().destinations().get("crm"))
                .isEqualTo(new DestinationConfig(
                        "crm",
                        URI.create("https://[::1]:9000/x"),
                        Set.of("web", "app"),
                        false,
                        "PATCH",
                        Map.of("X-Team", new Secret("growth")),
                        Payload.defaults(),
                        null,
                        new RateConfig(100, Duration.ofMillis(10), 1),
                        new Concurrency(2, false),
                        Duration.ofMillis(1),
                        new Retry(Duration.ofSeconds(2), 1.5, Duration.ofDays(1), Duration.ofDays(30)),
                        Ordering.KEY,
                        new Auth.Bearer(new Secret("t")),
                        new Signing(Signing.Type.STANDARD_WEBHOOKS, List.of(new Secret(seed))),
                        new HttpConfig(
                                new Timeouts(Duration.ofMillis(2), Duration.ofMillis(3), Duration.ofMillis(4)),
                                new AnswerRules(Map.of(
                                        "409",
                                        Meaning.DELIVERED,
                                        "4xx",
                                        Meaning.RETRY,
                                        "404",
                                        Meaning.DISABLE,
                                        "timeout",
                                        Meaning.DEAD)),
                                new TrustConfig(Pem.certificate()),
                                new ProxyConfig(false, null, null, null, ProxyConfig.Resolve.LOCAL)),
                        true));
    }

    @Test
    void auth_hasFiveTypes() throws Exception {
        conf.with("destinations/a.json", "{'url':'http://a','auth':{'type':'basic','username':'u','password':''}}");
        conf.with("destinations/b.json", "{'url':'http://b','auth':{'type':'header','name':'x-key','value':'v'}}");
        conf.with("destinations/c.json", "{'url':'http://c','auth':{'type':'bearer','token':'t'}}");

        TestPki pki = TestPki.shared();
        conf.raw("client.pem", pki.client().cert())
                .raw("client.key", pki.client().key());
        conf.raw("ca.pem", Pem.certificate());
        conf.with("destinations/d.json", """
                { 'url': 'http://d', 'auth': { 'type': 'oauth2', 'tokenUrl': 'https://login.example/token', 'clientId': 'c',
                  'clientSecret': { 'file': '../secret' }, 'scopes': [ 'a', 'b' ], 'audience': 'all',
                  'clientAuth': 'client_secret_post', 'ca': '../ca.pem' } }
                """).raw("secret", "s3cret\n");
        conf.with("destinations/e.json", """
                { 'url': 'http://e', 'privateNetwork': true, 'auth': { 'type': 'oauth2', 'tokenUrl': 'http://login',
                  'clientId': 'c', 'clientSecret': 's' } }
                """);
        conf.with("destinations/f.json", """
                { 'url': 'https://f', 'auth': { 'type': 'mtls', 'cert': '../client.pem', 'key': '../client.key' } }
                """);

        conf.with("destinations/g.json", """
                { 'url': 'https://g', 'auth': { 'type': 'oauth2', 'tokenUrl': 'https://login', 'clientId': 'c',
                  'clientAuth': 'tls_client_auth', 'cert': '../client.pem', 'key': '../client.key' } }
                """);

        Map<String, DestinationConfig> destinations = conf.valid().destinations();
        assertThat(destinations.get("d").auth())
                .isEqualTo(new OAuth2(
                        URI.create("https://login.example/token"),
                        "c",
                        new Secret("s3cret"),
                        List.of("a", "b"),
                        "all",
                        OAuth2.ClientAuth.CLIENT_SECRET_POST,
                        Pem.certificate(),
                        null));
        assertThat(destinations.get("e").auth())
                .isEqualTo(new OAuth2(
                        URI.create("http://login"),
                        "c",
                        new Secret("s"),
                        List.of(),
                        null,
                        OAuth2.ClientAuth.CLIENT_SECRET_BASIC,
                        null,
                        null));
        Auth.Mtls certificate =
                new Auth.Mtls(pki.client().cert(), new Secret(pki.client().key()));
        assertThat(destinations.get("g").auth())
                .isEqualTo(new OAuth2(
                        URI.create("https://login"),
                        "c",
                        null,
                        List.of(),
                        null,
                        OAuth2.ClientAuth.TLS_CLIENT_AUTH,
                        null,
                        certificate));
        assertThat(destinations.get("f").auth()).isEqualTo(certificate);
        assertThat(destinations.get("a").auth()).isEqualTo(new Auth.Basic("u", new Secret("")));
        assertThat(destinations.get("b").auth()).isEqualTo(new Auth.Header("x-key", new Secret("v")));
        assertThat(destinations.get("c").auth()).isEqualTo(new Auth.Bearer(new Secret("t")));
    }

    @Test
    void signing_hasTwoTypes() {
        conf.with("destinations/a.json", "{'url':'http://a','signing':{'type':'segment','secrets':['shared']}}");

        assertThat(conf.valid().destinations().get("a").signing())
                .isEqualTo(new Signing(Signing.Type.SEGMENT, List.of(new Secret("shared"))));
    }
}
