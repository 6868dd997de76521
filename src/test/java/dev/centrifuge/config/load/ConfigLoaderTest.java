package dev.centrifuge.config.load;

import dev.centrifuge.config.AdminConfig;
import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.GatewayConfig.Role;
import dev.centrifuge.config.RateConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.delivery.TestPki;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** How files, variables, secrets and errors are put together. */
class ConfigLoaderTest {
    private ConfDir conf;

    @BeforeEach
    void directory(@TempDir Path directory) {
        conf = new ConfDir(directory);
    }

    @Test
    void renewedCertificate_isAChange() throws Exception {
        conf.raw("ca.pem", Pem.certificate())
                .with("destinations/a.json", "{'url':'https://a','tls':{'ca':'../ca.pem'}}");
        Configuration before = conf.valid();
        conf.raw("ca.pem", TestPki.shared().ca());

        ConfigDiff diff = ConfigDiff.between(before, conf.valid());

        assertThat(diff.destinations().changed()).containsExactly("a");
    }

    @Test
    void numbers_stayExact() {
        conf.with("sources/a.json", "{'rate':{'limit':1000.0,'burst':1e3}}");

        assertThat(conf.valid().sources().get("a").rate()).isEqualTo(new RateConfig(1000, Duration.ofSeconds(1), 1000));
    }

    @Test
    void variables_standForAnyValue() {
        conf.variable("PORT", "1")
                .variable("ON", "false")
                .variable("WAIT", "5s")
                .variable("FACTOR", "2.5");
        conf.variable("EMPTY", "").variable("BYTES", "77");
        conf.with("gateway.json", """
                { 'ingest': { 'port': '${PORT}', 'maxEvent': '${BYTES}', 'ackTimeout': '${WAIT}' },
                  'admin': { 'port': '${NONE:-3}', 'token': '${EMPTY}' }, 'topics': { 'prefix': 'a-${EMPTY:-b}-$${c}' },
                  'roles': [ '${ROLE:-ingest}' ] }
                """.replace("$${c}", "c"));
        conf.with(
                "destinations/d.json", "{'url':'http://${HOST:-h}/','enabled':'${ON}','retry':{'factor':'${FACTOR}'}}");

        GatewayConfig gateway = conf.valid().gateway();
        assertThat(gateway.ingest().port()).isEqualTo(1);
        assertThat(gateway.ingest().maxEvent()).isEqualTo(77);
        assertThat(gateway.ingest().ackTimeout()).hasSeconds(5);
        assertThat(gateway.admin()).isEqualTo(new AdminConfig("127.0.0.1", 3, null));
        assertThat(gateway.topics().prefix()).isEqualTo("a-b-c");
        assertThat(gateway.roles()).containsExactly(Role.INGEST);
        DestinationConfig destination = conf.valid().destinations().get("d");
        assertThat(destination.url()).hasHost("h");
        assertThat(destination.enabled()).isFalse();
        assertThat(destination.retry().factor()).isEqualTo(2.5);
    }

    @Test
    void secrets_mayStandInFiles() {
        conf.raw("sources/keys/web", "from-a-file\n")
                .raw("token", "admin-token\r\n")
                .raw("crm.secret", "s e c");
        conf.with("gateway.json", "{'admin':{'token':{'file':'token'}}}");
        conf.with("sources/web.json", "{'writeKeys':[{'file':'keys/${FILE:-web}'}]}");
        conf.with("destinations/crm.json", "{'url':'http://a','headers':{'x-a':{'file':'../crm.secret'}}}");

        Configuration configuration = conf.valid();
        assertThat(configuration.gateway().admin().token()).isEqualTo(new Secret("admin-token"));
        assertThat(configuration.sources().get("web").writeKeys()).containsExactly(new Secret("from-a-file"));
        assertThat(configuration.destinations().get("crm").headers()).containsEntry("x-a", new Secret("s e c"));
    }

    @Test
    void otherFiles_mayLieBeside() {
        conf.raw("README.md", "x").raw("schema/gateway.schema.json", "x").raw("sources/web.key", "x");
        conf.raw("destinations/.crm.json.swp", "x")
                .raw("..data/gateway.json", "x")
                .raw("certs/a.json", "x");

        assertThat(conf.errors()).isEmpty();
        assertThat(conf.valid().sources()).isEmpty();
    }

    @Test
    void configuration_isInAlphabeticalOrder() {
        for (String id : List.of("b", "a", "z", "m", "c-1", "c")) {
            conf.with("sources/" + id + ".json", "{}");
        }

        assertThat(conf.valid().sources().keySet()).containsExactly("a", "b", "c", "c-1", "m", "z");
    }

    @Test
    void everyErrorOfEveryFile_isTold() {
        conf.with("gateway.json", "{'ingest':{'port':-1,'maxEvent':'2MB','hots':1},'topics':{'partitions':0},'x':1}");
        conf.with("sources/web.json", "{'enabled':'yes'").with("sources/BAD.json", "{}");
        conf.with("destinations/crm.json", "{'sources':['wbe'],'timeout':'soon','retry':{'factor':0.5}}");

        assertThat(conf.errors())
                .extracting(line -> line.replaceAll("(: /[^:]*): .*", "$1"))
                .containsExactlyInAnyOrder(
                        "gateway.json: /ingest/port",
                        "gateway.json: /ingest/maxEvent",
                        "gateway.json: /ingest/hots",
                        "gateway.json: /topics/partitions",
                        "gateway.json: /x",
                        "sources/web.json: /enabled",
                        "sources/BAD.json: /",
                        "destinations/crm.json: /url",
                        "destinations/crm.json: /sources/0",
                        "destinations/crm.json: /timeout",
                        "destinations/crm.json: /retry/factor");
    }

    @Test
    void missingDirectory_isAnError() {
        Path nowhere = conf.root().resolve("nowhere");

        assertThat(new ConfDir(nowhere).errors())
                .containsExactly(nowhere
                        + ": /: does not exist, expected a directory with gateway.json, sources/, destinations/");
    }

    /** Some collectors tell another largest size of the heap after each collection: a watch would take that for a change. */
    @Test
    void process_hasOneLoader_forAllThatLoad() {
        assertThat(ConfigLoader.ofProcess()).isSameAs(ConfigLoader.ofProcess());
    }

    @Test
    void shippedConfiguration_worksAsItIs() {
        Loaded loaded = new ConfigLoader(Map.of(), ConfDir.HEAP).load(Path.of("conf"));

        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        Configuration shipped = ((Loaded.Valid) loaded).configuration();
        assertThat(shipped.gateway()).isEqualTo(GatewayConfig.defaults(ConfDir.HEAP));
        assertThat(shipped.sources().get("web").writeKeys()).containsExactly(new Secret("demo-write-key"));
        DestinationConfig example = shipped.destinations().get("example");
        assertThat(example.url()).isEqualTo(URI.create("http://127.0.0.1:9000/"));
        assertThat(example.privateNetwork()).isTrue();
    }
}
