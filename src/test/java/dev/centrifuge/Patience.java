package dev.centrifuge;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long tests wait where they do not say it themselves. Longer than ten seconds, which is what others chose: a machine that
 * runs three JVMs of tests may not get to a thread for that long, and a wait costs this much only where the test fails. And they
 * look at once, then after 10, 20, 40, 80 and 100 ms each: much of what is awaited is there by then.
 *
 * <p>Found by JUnit, see {@code junit-platform.properties}.
 */
public final class Patience implements BeforeAllCallback {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration FIRST_LOOK = Duration.ofMillis(10);
    private static final Duration LOOK = Duration.ofMillis(100);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LONGEST);
        Awaitility.setDefaultPollInterval(IterativePollInterval.iterative(Patience::longer, FIRST_LOOK));
    }

    private static Duration longer(Duration last) {
        Duration twice = last.multipliedBy(2);
        return twice.compareTo(LOOK) < 0 ? twice : LOOK;
    }
}
