package dev.centrifuge.config.load;

import dev.centrifuge.delivery.TestPki;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Certificates and keys of destinations: what is wrong with them is told when they are loaded. */
class PemFilesTest {

    private final TestPki pki = TestPki.shared();
    private ConfDir conf;

    @BeforeEach
    void directory(@TempDir Path directory) {
        conf = new ConfDir(directory)
                .raw("client.pem", pki.client().cert())
                .raw("client.key", pki.client().key())
                .raw("server.key", pki.server().key())
                .raw("locked.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n")
                .raw("old.key", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n")
                .raw("broken.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
                .raw("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    }

    @Test
    void pair_isTaken() {
        assertThat(mtls("https", "client.pem", "client.key")).isEmpty();
    }

    @Test
    void chain_isTaken_withTheClientFirst() {
        conf.raw("chain.pem", pki.client().cert() + pki.ca())
                .raw("reverse.pem", pki.ca() + pki.client().cert());

        assertThat(mtls("https", "chain.pem", "client.key")).isEmpty();
        assertThat(mtls("https", "reverse.pem", "client.key"))
                .isEqualTo("/auth/key: is not the key of the first certificate in \"cert\", expected the key of it");
    }

    @Test
    void keyOfAnotherCertificate_isRefused() {
        assertThat(mtls("https", "client.pem", "server.key")).startsWith("/auth/key: is not the key of the first");
    }

    @Test
    void whatCannotBeRead_isRefused() {
        String key =
                "/auth/key: holds no private key that can be read, expected a PEM file with a private key (PKCS #8";
        assertThat(mtls("https", "client.pem", "old.key")).startsWith(key);
        assertThat(mtls("https", "client.pem", "broken.key")).startsWith(key);
        assertThat(mtls("https", "client.pem", "client.pem")).startsWith(key);
        assertThat(mtls("https", "client.pem", "locked.key")).startsWith("/auth/key: has a password, expected a PEM");
        assertThat(mtls("https", "client.pem", "nope.key")).startsWith("/auth/key: \"../nope.key\" does not exist");
        assertThat(mtls("https", "broken.pem", "client.key")).startsWith("/auth/cert: holds no certificate that can");
        assertThat(mtls("https", "client.key", "client.key")).startsWith("/auth/cert: holds no certificate that can");
        assertThat(mtls("https", "nope.pem", "client.key")).startsWith("/auth/cert: \"../nope.pem\" does not exist");
    }

    @Test
    void whatNeedsTls_isRefusedWithoutIt() {
        assertThat(mtls("http", "client.pem", "client.key"))
                .isEqualTo("/auth: would have no effect: the URL is not https, expected an https URL");
        assertThat(error("{'url':'http://a','tls':{'ca':'../client.pem'}}"))
                .isEqualTo("/tls: would have no effect: the URL is not https, expected an https URL");
        assertThat(error("{'url':'https://a','privateNetwork':true,'auth':{'type':'oauth2','tokenUrl':'http://b',"
                        + "'clientId':'c','clientSecret':'s','ca':'../client.pem'}}"))
                .startsWith("/auth/ca: would have no effect: \"tokenUrl\" is not https");
    }

    @Test
    void clientOfOAuth2_mayHaveACertificate_besideItsSecretOrInsteadOfIt() {
        String pair = "'cert':'../client.pem','key':'../client.key'";
        String by = "'clientAuth':'tls_client_auth'";

        assertThat(oauth2("https://a", "https://b", "'clientSecret':'s'," + pair))
                .isEmpty();
        assertThat(oauth2("https://a", "https://b", by + "," + pair)).isEmpty();
        assertThat(oauth2("https://a", "https://b", "'clientAuth':'self_signed_tls_client_auth'," + pair))
                .isEmpty();
        assertThat(oauth2("https://a", "https://b", by)).startsWith("/auth/cert: is missing");
        assertThat(oauth2("https://a", "https://b", by + ",'clientSecret':'s'," + pair))
                .startsWith("/auth/clientSecret: would have no effect");
        assertThat(oauth2("https://a", "https://b", pair)).startsWith("/auth/clientSecret: is missing");
        assertThat(oauth2("https://a", "https://b", "'clientSecret':'s','cert':'../client.pem'"))
                .startsWith("/auth/key: is missing");
        assertThat(oauth2("https://a", "https://b", by + ",'cert':'../client.pem','key':'../server.key'"))
                .startsWith("/auth/key: is not the key of the first");
        assertThat(oauth2("http://a", "https://b", by + "," + pair))
                .startsWith("/auth/cert: would have no effect: the URL is not https");
        assertThat(oauth2("https://a", "http://b", by + "," + pair))
                .startsWith("/auth/cert: would have no effect: \"tokenUrl\" is not https");
    }

    private String oauth2(String url, String tokenUrl, String more) {
        return error("{'url':'" + url + "','privateNetwork':true,'auth':{'type':'oauth2','tokenUrl':'" + tokenUrl
                + "','clientId':'c'," + more + "}}");
    }

    private String mtls(String scheme, String cert, String key) {
        return error(
                "{'url':'" + scheme + "://a','auth':{'type':'mtls','cert':'../" + cert + "','key':'../" + key + "'}}");
    }

    /** The only error, without its file; empty where there is none. */
    private String error(String destination) {
        var errors = conf.with("destinations/a.json", destination).errors();
        assertThat(errors).hasSizeLessThan(2);
        return errors.isEmpty() ? "" : errors.get(0).replaceFirst("^\\S+: ", "");
    }
}
