package dev.centrifuge;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long tests wait where they do not say it themselves. Longer than the ten seconds that they would: a machine that runs three
 * JVMs of tests may not get to a thread for that long, and a wait costs this much only where the test fails.
 *
 * <p>Found by JUnit, see {@code junit-platform.properties}.
 */
public final class Patience implements BeforeAllCallback {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LONGEST);
    }
}
