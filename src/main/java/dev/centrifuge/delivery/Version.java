package dev.centrifuge.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Who we say we are. The build writes the version into a resource. */
final class Version {

    /** {@code centrifuge/<version>}. */
    static final String USER_AGENT = "centrifuge/" + version();

    private Version() {}

    private static String version() {
        try (InputStream in = Version.class.getResourceAsStream("/dev/centrifuge/version.properties")) {
            if (in == null) {
                throw new IllegalStateException("the jar has no version.properties");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
