package dev.centrifuge.ingest.edge;

import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A self-signed certificate for localhost, made by the JDK's keytool, as PEM files and for a client that trusts it. */
public record TestCertificate(TlsConfig tls, SSLContext client) {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private static @Nullable TestCertificate shared;

    /** One for the whole run of tests: to make it takes a JVM. */
    public static synchronized TestCertificate shared() throws Exception {
        TestCertificate certificate = shared;
        if (certificate == null) {
            certificate = fresh();
            shared = certificate;
        }
        return certificate;
    }

    /** Another one. */
    public static TestCertificate fresh() throws Exception {
        Path dir = Files.createTempDirectory("centrifuge-test-certificate");
        TestCertificate certificate = in(dir);
        for (Path file : List.of(
                dir,
                dir.resolve("test.p12"),
                certificate.tls().cert(),
                certificate.tls().key())) {
            file.toFile().deleteOnExit();
        }
        return certificate;
    }

    private static TestCertificate in(Path dir) throws Exception {
        Path store = dir.resolve("test.p12");
        keytool(store);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Path cert = pem(
                dir.resolve("cert.pem"),
                "CERTIFICATE",
                keys.getCertificate("test").getEncoded());
        Path key = pem(
                dir.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("test", PASSWORD).getEncoded());
        TlsConfig tls = new TlsConfig(cert, key, Files.readString(cert), new Secret(Files.readString(key)));
        return new TestCertificate(tls, trusting(keys));
    }

    private static void keytool(Path store) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=DNS:localhost,IP:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-validity",
                        "2")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(2, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IllegalStateException("keytool failed");
        }
    }

    private static Path pem(Path path, String type, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(path, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
    }

    private static SSLContext trusting(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", keys.getCertificate("test"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        TrustManager[] managers = factory.getTrustManagers();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return context;
    }
}
