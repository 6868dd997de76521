package dev.centrifuge.tools.bench.feature;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for 127.0.0.1 that nobody has signed, made anew for each run by the {@code keytool} of this Java.
 *
 * @param cert a PEM file
 * @param key a PEM file
 */
record Certificate(Path cert, Path key) {
    private static final String PASSWORD = "benchmark";
    private static final String ALIAS = "sink";
    private static final long SECONDS = 60;

    static Certificate make(Path directory) throws IOException {
        Path store = directory.resolve("sink.p12");
        try {
            keytool(store);
            KeyStore made = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                made.load(in, PASSWORD.toCharArray());
            }
            byte[] cert = made.getCertificate(ALIAS).getEncoded();
            byte[] key = made.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
            return new Certificate(
                    pem(directory.resolve("sink.crt"), "CERTIFICATE", cert),
                    pem(directory.resolve("sink.key"), "PRIVATE KEY", key));
        } catch (GeneralSecurityException unusable) {
            throw new IOException("no certificate for the sink: " + unusable.getMessage(), unusable);
        }
    }

    private static void keytool(Path store) throws IOException {
        String options = "-genkeypair -alias " + ALIAS + " -keyalg EC -groupname secp256r1 -dname CN=127.0.0.1"
                + " -ext san=ip:127.0.0.1 -validity 2 -storetype PKCS12 -storepass " + PASSWORD + " -keystore";
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of(options.split(" ", -1)));
        line.add(store.toString());
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("keytool made no certificate for the sink");
            }
        } catch (InterruptedException told) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
    }

    private static Path pem(Path file, String what, byte[] der) throws IOException {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
    }
}
