package dev.centrifuge.admin.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import static org.awaitility.Awaitility.await;

/**
 * The pictures of the console in its documentation: {@code docs/images/console/PAGE-THEME-WIDTH.png}.
 *
 * <p>{@code mvn -q test-compile exec:java -Dexec.classpathScope=test
 * -Dexec.mainClass=dev.centrifuge.admin.console.Pictures}; elsewhere with {@code -Dexec.args=FOLDER}.
 */
final class Pictures {
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put("overview", "#/");
        PAGES.put("destinations", "#/destinations");
        PAGES.put("destination", "#/destination/billing-webhook");
        PAGES.put("events", "#/events?id=msg-77001");
        PAGES.put("tail", "#/tail");
        PAGES.put("dead", "#/dead");
        PAGES.put("dead-letter", "#/dead/0-900000");
        PAGES.put("replays", "#/replays?destination=warehouse-eu");
        PAGES.put("audit", "#/audit");
        PAGES.put("config", "#/config");
    }

    private Pictures() {}

    /** {@code Pictures [FOLDER]}. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args.length > 0 ? args[0] : "docs/images/console");
        Files.createDirectories(folder);
        try (ConsoleFake fake = new ConsoleFake(0, null);
                Browser browser = new Browser()) {
            for (boolean dark : new boolean[] {false, true}) {
                take(fake, browser, folder, dark, 1280, 720);
                take(fake, browser, folder, dark, 390, 844);
            }
        }
        System.exit(0);
    }

    private static void take(ConsoleFake fake, Browser browser, Path folder, boolean dark, int width, int height)
            throws Exception {
        browser.screen(width, height, dark);
        for (Map.Entry<String, String> page : PAGES.entrySet()) {
            fake.refused = page.getKey().equals("config");
            browser.load(fake.url("/" + page.getValue()));
            String file = page.getKey() + "-" + (dark ? "dark" : "light") + "-" + width + ".png";
            await(file)
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> browser.text(".link").equals("Live")
                            && browser.count(".loading") == 0
                            && (!page.getKey().equals("tail") || browser.count(".tail li") > 15));
            // Plots are drawn in the next frames.
            browser.script("return document.body.offsetHeight");
            await().pollDelay(Duration.ofMillis(500)).until(() -> true);
            Files.write(folder.resolve(file), browser.picture());
            if (browser.overflows()) {
                System.out.println(file + " overflows");
            }
        }
    }
}
