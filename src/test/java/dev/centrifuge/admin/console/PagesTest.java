package dev.centrifuge.admin.console;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each page of the console as {@link ConsoleBrowserTest} has it, judged by axe. It takes as long as all that that one does, so
 * another JVM may run it meanwhile.
 */
@EnabledIf(value = "installed", disabledReason = "there is no chromium or no chromedriver in /usr/bin")
class PagesTest {
    private static final List<String> PAGES = List.of(
            "#/",
            "#/destinations",
            "#/destination/billing-webhook",
            "#/events?id=msg-77001",
            "#/destination/loyalty-points",
            "#/tail",
            "#/dead",
            "#/dead/0-900000",
            "#/replays?destination=crm",
            "#/audit",
            "#/config");

    static boolean installed() {
        return Browser.installed();
    }

    @Test
    void every_page_is_accessible_in_both_colours_and_fits_a_phone() throws Exception {
        try (ConsoleFake fake = new ConsoleFake(0, null);
                Browser browser = new Browser()) {
            for (String page : PAGES) {
                browser.screen(1280, 860, false);
                browser.load(fake.url("/" + page));
                await().untilAsserted(() -> assertThat(browser.text(".link")).isEqualTo("Live"));
                await().until(() -> browser.count(".loading") == 0);
                judged(browser, page);
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void judged(Browser browser, String page) {
        assertThat(browser.violations("wcag2a", "wcag2aa", "wcag21aa", "best-practice"))
                .as(page + ", light, wide")
                .isEmpty();
        browser.screen(390, 860, true);
        assertThat(browser.violations("cat.color", "cat.structure"))
                .as(page + ", dark, narrow")
                .isEmpty();
        assertThat(browser.overflows()).as(page + " is wider than the screen").isFalse();
    }
}
