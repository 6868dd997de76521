package dev.centrifuge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which release this is. Written into {@code version.properties} by the build. */
public final class Version {
    private Version() {}

    /** As in {@code 1.2.3}. Reads the class path: keep the answer. */
    public static String text() {
        Properties properties = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
            properties.load(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return properties.getProperty("version");
    }

    static String[] lines() {
        return new String[] {"centrifuge " + text() + " (Java " + Runtime.version() + ")"};
    }
}
