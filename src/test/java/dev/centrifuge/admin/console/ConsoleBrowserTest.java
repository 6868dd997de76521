package dev.centrifuge.admin.console;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The console in Chromium, on a fake of the API. Skipped where there is no Chromium, or no driver for it. */
@EnabledIf(value = "installed", disabledReason = "there is no chromium or no chromedriver in /usr/bin")
class ConsoleBrowserTest {
    private static ConsoleFake fake;
    private static Browser browser;

    static boolean installed() {
        return Browser.installed();
    }

    @BeforeAll
    static void open() throws Exception {
        fake = new ConsoleFake(0, null);
        browser = new Browser();
    }

    @AfterAll
    static void close() throws Exception {
        browser.close();
        fake.close();
    }

    @BeforeEach
    void begin() {
        browser.screen(1280, 860, false);
        fake.told.clear();
    }

    @AfterEach
    void nothing_was_complained_of() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.title()).doesNotContain("owned");
    }

    private static void eventually(ThrowingRunnable check) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(check);
    }

    private static void visit(String hash) {
        browser.load(fake.url("/" + hash));
        settled();
    }

    private static void settled() {
        eventually(() -> {
            assertThat(browser.text(".link")).isEqualTo("Live");
            assertThat(browser.count(".loading")).isZero();
        });
    }

    @Test
    void overview_says_who_is_in_trouble_since_when_why_how_much_waits_and_what_comes_next() {
        visit("#/");

        eventually(() -> assertThat(browser.text(".verdict")).isEqualTo("8 of 10,000 destinations in trouble"));
        assertThat(browser.text(".troubles li"))
                .contains(
                        "down", "billing-webhook", "for 1", " min", "HTTP 503", "wait", "the oldest for", "probes it");
        assertThat(browser.title()).startsWith("(8) ");
        // It counts on while the other tests run: 46 million within three minutes.
        eventually(
                () -> assertThat(browser.text(".funnel")).containsPattern("received\\s+4[5-9]\\.\\dM\\s+2,\\d{3}/s"));
        assertThat(browser.count(".plot canvas")).isEqualTo(2);
    }

    /** Once of some times: what else runs on the machine may hold a browser up for longer than that. */
    @Test
    void what_changes_is_shown_within_two_seconds_without_a_click() {
        visit("#/");
        assertThat(IntStream.range(0, 5).anyMatch(time -> shownAfter() <= TimeUnit.SECONDS.toNanos(2)))
                .isTrue();
    }

    private static long shownAfter() {
        long from = System.nanoTime();
        fake.destinations().state("shop-00600", "down", "dns", Instant.now());
        try {
            eventually(() -> assertThat(browser.text(".troubles")).contains("shop-00600"));
            return System.nanoTime() - from;
        } finally {
            fake.destinations().state("shop-00600", "ok", null, Instant.now());
            eventually(() -> assertThat(browser.text(".troubles")).doesNotContain("shop-00600"));
        }
    }

    @Test
    void ten_thousand_destinations_come_in_pages_and_are_searched() {
        visit("#/destinations");
        assertThat(browser.count("tbody tr")).isEqualTo(100);

        browser.press("Next");
        eventually(() -> assertThat(browser.text(".pager")).contains("page 2"));
        browser.type("[name=text]", "lake-09993");
        eventually(() -> assertThat(browser.count("tbody tr")).isEqualTo(1));
        assertThat(browser.text("tbody")).contains("lake-09993");

        browser.type("[name=text]", "nobody");
        eventually(() -> assertThat(browser.text("#main")).contains("No destination is like that."));
    }

    @Test
    void destination_is_paused_and_resumed_after_a_question() {
        visit("#/destination/shop-00606");
        browser.press("Pause");
        browser.press("Cancel");
        assertThat(fake.told).isEmpty();

        browser.press("Pause");
        browser.type("dialog [name=note]", "ticket 12");
        browser.enter("dialog [name=note]");
        eventually(() -> assertThat(browser.text(".hero")).contains("paused"));
        assertThat(fake.told).containsExactly("pause shop-00606");
        eventually(() -> assertThat(browser.text("#main")).contains("ticket 12"));

        browser.press("Resume");
        browser.click("dialog button[value=yes]");
        eventually(() -> assertThat(fake.told).contains("resume shop-00606"));
    }

    @Test
    void destination_is_tested_and_the_answer_is_only_text() {
        visit("#/destination/crm");
        browser.press("Send a test");
        browser.click("dialog button[value=yes]");
        eventually(() -> assertThat(browser.text("dialog"))
                .contains("The test failed", "HTTP 503", "<h1>no healthy upstream</h1>", "***"));
    }

    @Test
    void event_is_found_with_every_leg() {
        visit("#/events");
        browser.type("[name=id]", "msg-4711");
        browser.enter("[name=id]");
        eventually(() -> assertThat(browser.text("#main"))
                .contains("pending", "crm", "delivered", "warehouse-eu", "filtered", "lake-00011", "503"));
        browser.click("details summary");
        assertThat(browser.text(".payload")).contains("</pre><script>");

        browser.type("[name=id]", "unknown");
        browser.enter("[name=id]");
        eventually(() -> assertThat(browser.text("#main")).contains("No such event"));
    }

    @Test
    void tail_filters_holds_and_stays_bounded() {
        visit("#/tail?source=ios&text=Completed");
        eventually(() -> assertThat(browser.count(".tail li")).isGreaterThan(20));
        assertThat(browser.text(".tail")).contains("ios").doesNotContain("web");

        browser.press("Hold");
        long held = browser.count(".tail li");
        eventually(() -> assertThat(browser.text(".pace")).contains("came since this was held"));
        assertThat(browser.count(".tail li")).isEqualTo(held);

        visit("#/tail");
        eventually(() -> assertThat(browser.count(".tail li")).isEqualTo(200));
        eventually(() -> assertThat(browser.text(".pace")).contains("50 of "));
        assertThat(browser.count(".tail li")).isEqualTo(200);
    }

    @Test
    void dead_letters_are_counted_before_they_are_redriven() {
        visit("#/dead?destination=crm");
        eventually(() -> assertThat(browser.count("tbody tr")).isEqualTo(40));
        browser.keys("j", "j", Keys.SPACE);
        browser.press("Redrive 1 selected");
        eventually(() -> assertThat(browser.text("dialog")).contains("Redrive 1 dead letter?"));
        browser.press("Cancel");

        browser.press("Redrive all that match");
        eventually(() ->
                assertThat(browser.text("dialog")).contains("Redrive 40 dead letters?", "2 were redriven before"));
        assertThat(fake.told).allMatch(call -> call.contains("\"dryRun\":true"));
        browser.click("dialog button[value=yes]");
        eventually(() -> assertThat(fake.told).last().isEqualTo("redrive {\"destination\":\"crm\"}"));
        eventually(() -> assertThat(browser.text(".toasts")).contains("Redriving 40."));
    }

    @Test
    void replay_is_counted_started_watched_and_cancelled() {
        visit("#/replays?destination=crm");
        browser.type("[name=since]", "2h");
        browser.type("[name=rate]", "50");
        browser.press("Count first");
        eventually(() -> assertThat(browser.text("dialog")).contains("Replay 900 events to crm?"));
        browser.click("dialog button[value=yes]");
        eventually(() -> assertThat(fake.told)
                .last()
                .isEqualTo("replay {\"destination\":\"crm\",\"since\":\"2h\",\"rate\":50}"));
        eventually(() -> assertThat(browser.text("tbody tr")).contains("crm", "100 %", "done"));

        browser.press("Cancel");
        browser.press("Cancel the");
        eventually(() -> assertThat(fake.told).last().isEqualTo("cancel replay-0"));
    }

    @Test
    void refused_configuration_is_told_everywhere_and_why() {
        fake.refused = true;
        try {
            visit("#/audit");
            eventually(() ->
                    assertThat(browser.text("#main")).contains("The last change of the configuration was refused"));
            browser.go("#/config");
            eventually(() ->
                    assertThat(browser.text("#main")).contains("destinations/crm.json /url", "\"crm\" is no URL"));
        } finally {
            fake.refused = false;
        }
    }

    @Test
    void keyboard_goes_everywhere() {
        visit("#/");
        browser.keys("g", "d");
        eventually(() -> assertThat(browser.count("tbody tr")).isEqualTo(100));
        browser.keys("j", "j", "k");
        assertThat(browser.script("return document.activeElement.dataset.row")).isEqualTo("billing-webhook");
        browser.keys("/");
        assertThat(browser.script("return document.activeElement.name")).isEqualTo("text");
        browser.keys(Keys.ESCAPE, "j", Keys.ENTER);
        eventually(() -> assertThat(browser.text("h1")).isEqualTo("billing-webhook"));
        browser.keys("?");
        eventually(() -> assertThat(browser.text("dialog")).contains("Keys", "g x"));
        browser.keys(Keys.ESCAPE);
        eventually(() -> assertThat(browser.count("dialog")).isZero());
        browser.keys("g", "x");
        eventually(() -> assertThat(browser.text("h1")).isEqualTo("Dead letters"));
    }

    @Test
    void colours_can_be_chosen_against_the_system() {
        visit("#/");
        Object light = browser.script("return getComputedStyle(document.body).backgroundColor");
        browser.script(
                "const t = document.getElementById('theme'); t.value = 'dark'; t.dispatchEvent(new Event('change'))");
        assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(light);
        visit("#/");
        assertThat(browser.script("return document.documentElement.dataset.theme"))
                .isEqualTo("dark");
        browser.script("localStorage.clear()");
    }
}
