package dev.centrifuge.config.load;

import dev.centrifuge.ingest.edge.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Rejections that take more than one file. */
class ConsequencesTest {
    private ConfDir conf;

    @BeforeEach
    void directory(@TempDir Path directory) {
        conf = new ConfDir(directory);
    }

    @Test
    void writeKey_belongsToOneSource() {
        conf.raw("key", "shared").variable("KEY", "shared");
        conf.with("sources/a.json", "{'writeKeys':['own-a','shared']}");
        conf.with("sources/b.json", "{'writeKeys':[{'file':'../key'}]}");
        conf.with("sources/c.json", "{'writeKeys':['own-c','${KEY}']}");

        assertThat(conf.errors())
                .containsExactly(
                        "sources/b.json: /writeKeys/0: is a write key of the source \"a\", too, expected a key of its own",
                        "sources/c.json: /writeKeys/1: is a write key of the source \"a\", too, expected a key of its own");
    }

    @Test
    void destination_mayNameASourceWhoseFileIsWrong() {
        conf.with("sources/web.json", "{'enabled':1}");
        conf.with("destinations/crm.json", "{'url':'http://a','sources':['web']}");

        assertThat(conf.errors()).singleElement().asString().startsWith("sources/web.json: /enabled: ");
    }

    @Test
    void unknownSource_isToldWithASuggestion() {
        conf.with("sources/web.json", "{}").with("sources/app.json", "{}");
        conf.with("destinations/crm.json", "{'url':'http://a','sources':[7,'wbe']}");

        assertThat(conf.errors())
                .containsExactly(
                        "destinations/crm.json: /sources/0: 7 is a number, expected a string",
                        "destinations/crm.json: /sources/1: \"wbe\" is not a source, did you mean \"web\"?,"
                                + " expected \"*\" or a name from sources/: app, web");
    }

    @Test
    void starAndNames_excludeEachOther() {
        conf.with("sources/web.json", "{}");
        conf.with("destinations/crm.json", "{'url':'http://a','sources':['*','web']}");

        assertThat(conf.errors()).singleElement().asString().contains("/sources: names \"*\" and others");
    }

    @Test
    void schemas_areReportedWhereTheyAreNamed() {
        conf.raw("events/bad.json", "{\"type\":\"strnig\"}")
                .raw("events/remote.json", "{\"$ref\":\"https://a.example/s\"}");
        conf.with(
                "sources/web.json",
                "{'schemas':[{'file':'../events/bad.json'},{'type':'track','file':'../events/remote.json'}]}");

        assertThat(conf.errors()).hasSize(2);
        assertThat(conf.errors().get(0))
                .startsWith(
                        "sources/web.json: /schemas/0/file: \"../events/bad.json\" is not a valid JSON Schema: /type:");
        assertThat(conf.errors().get(1))
                .startsWith("sources/web.json: /schemas/1/file: \"../events/remote.json\" does not compile: ")
                .endsWith("expected a JSON Schema that stands alone");
    }

    @Test
    void tls_needsTheKeyOfTheCertificate() throws Exception {
        conf.raw("cert.pem", Pem.certificate())
                .raw("key.pem", TestCertificate.fresh().tls().secret().value());
        conf.with("gateway.json", "{'ingest':{'tls':{'cert':'cert.pem','key':'key.pem'}}}");

        assertThat(conf.errors())
                .containsExactly("gateway.json: /ingest/tls/key: is not the key of the first certificate in "
                        + "\"cert\", expected the key of it");
    }

    @Test
    void tls_needsBothFilesAndTheirContent() throws Exception {
        conf.raw("cert.pem", Pem.certificate()).raw("key.pem", Pem.key());
        String json = "{'ingest':{'tls':{'cert':'%s','key':'%s'}}}";

        assertThat(conf.with("gateway.json", json.formatted("cert.pem", "key.pem"))
                        .errors())
                .isEmpty();
        assertThat(conf.with("gateway.json", json.formatted("key.pem", "cert.pem"))
                        .errors())
                .containsExactly(
                        "gateway.json: /ingest/tls/cert: holds no certificate that can be read,"
                                + " expected a PEM file with a chain of X.509 certificates",
                        "gateway.json: /ingest/tls/key: holds no private key that can be read,"
                                + " expected a PEM file with a private key (PKCS #8, RSA or EC) that has no password");
        assertThat(conf.with("gateway.json", "{'ingest':{'tls':{'cert':'nope.pem'}}}")
                        .errors())
                .hasSize(2)
                .anyMatch(line -> line.contains("/ingest/tls/key: is missing"))
                .anyMatch(line -> line.contains("/ingest/tls/cert: \"nope.pem\" does not exist"));
    }

    @Test
    void misspeltDirectory_isAnError() {
        conf.with("source/web.json", "{}").with("Destinations/crm.json", "{}").with("other/x.json", "{}");

        assertThat(conf.errors())
                .containsExactly(
                        "Destinations: /: is not a directory that is read, did you mean \"destinations\"?,"
                                + " expected sources, destinations",
                        "source: /: is not a directory that is read, did you mean \"sources\"?,"
                                + " expected sources, destinations");
    }

    @Test
    void linkToNowhere_isAnError() throws Exception {
        Files.createSymbolicLink(conf.root().resolve("gateway.json"), Path.of("gone.json"));

        assertThat(conf.errors()).containsExactly("gateway.json: /: does not exist, expected a readable file");
    }

    @Test
    void secretFile_mustBeTextAndNotEmpty() throws Exception {
        Files.write(conf.raw("empty", "\n").root().resolve("binary"), new byte[] {(byte) 0xC3, 0x28});
        conf.with("sources/a.json", "{'writeKeys':[{'file':'../empty'},{'file':'../binary'}]}");

        assertThat(conf.errors())
                .containsExactly(
                        "sources/a.json: /writeKeys/0/file: \"../empty\" is empty, expected a file that holds a secret",
                        "sources/a.json: /writeKeys/1/file: \"../binary\" is not text, expected a file in UTF-8");
    }

    @Test
    void hugeFile_isRefusedUnread() throws Exception {
        Files.write(conf.root().resolve("gateway.json"), new byte[(1 << 20) + 1]);

        assertThat(conf.errors())
                .containsExactly("gateway.json: /: cannot be read: more than 1048576 bytes, expected a readable file");
    }

    @Test
    void invalidUtf8_isAnError() throws Exception {
        Files.write(conf.root().resolve("gateway.json"), new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'});

        assertThat(conf.errors()).singleElement().asString().startsWith("gateway.json: /: bad JSON at 1:");
    }

    @Test
    void valueFromTheEnvironment_isNotShown() {
        conf.variable("LEAK", "s3cr3t value");
        conf.with("gateway.json", "{'node':'${LEAK}','drain':'${LEAK}','ingest':{'host':'${LEAK}','port':'${LEAK}'}}");

        assertThat(conf.errors())
                .hasSize(4)
                .allMatch(line -> line.contains("\"${LEAK}\" from the environment is "))
                .noneMatch(line -> line.contains("s3cr3t"));
    }

    @Test
    void defaults_doNotNest() {
        conf.with("gateway.json", "{'node':'${A:-${B:-c}}'}");

        assertThat(conf.errors())
                .singleElement()
                .asString()
                .startsWith("gateway.json: /node: holds \"${\" that is not");
    }

    @Test
    void longValue_isCut() {
        conf.with("gateway.json", "{'node':'" + "x".repeat(1_000_000) + "'}");

        assertThat(conf.errors())
                .singleElement()
                .asString()
                .hasSizeLessThan(300)
                .contains("x…");
    }

    @Test
    void loader_staysUsableForDeepNesting() {
        conf.with("gateway.json", "{'ingest':" + "[".repeat(100_000));

        assertThat(conf.errors())
                .singleElement()
                .asString()
                .contains("bad JSON at ")
                .contains("80");
    }

    @Test
    void longKey_isCut() {
        conf.with("gateway.json", "{'" + "k".repeat(40_000) + "':1}");

        assertThat(conf.errors()).singleElement().asString().hasSizeLessThan(2500);
    }
}
